import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ConnectError } from '../../src/transport/channel.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { processesWith, Scratch } from '../support/local-shells.ts';
import { seededRandom } from '../support/random.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function setUp(
  options: { channels?: number; host?: ConstructorParameters<typeof CaseHost>[1] } = {},
) {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  const transport = new LocalTransport({
    env: scratch.env(),
    cwd: scratch.home,
    ...(options.channels !== undefined && { channels: options.channels }),
  });
  cleanUps.push(() => transport.cleanUp());
  const host = new CaseHost(transport, options.host);
  cleanUps.push(() => host.remote.close());
  return { scratch, transport, host };
}

const kinds = (host: CaseHost): string[] => host.states.map(({ kind }) => kind);

describe('a remote host', () => {
  test('connects, starts a shell and is ready', async () => {
    const { host } = setUp();
    expect(host.remote.state.kind).toBe('off');
    await host.ready();
    expect(kinds(host)).toEqual(['connecting', 'starting', 'ready']);
  });

  test('does not start a line while it has no shell', async () => {
    const { host } = setUp();
    expect((await host.start('echo x').said).outcome).toMatchObject({
      kind: 'not-started',
      failure: { kind: 'unreachable', message: 'not connected' },
    });
  });

  test('does not start a second line while one runs', async () => {
    const { host, scratch } = setUp();
    await host.ready();
    const first = host.start('echo go; until [ -e on ]; do sleep 0.02; done');
    await first.prints('go');
    expect((await host.start('echo x').said).outcome).toMatchObject({
      kind: 'not-started',
      failure: { kind: 'busy' },
    });
    mkdirSync(join(scratch.home, 'on'));
    expect((await first.said).outcome).toEqual({ kind: 'exited', code: 0 });
  });

  test('does not send a line with a NUL byte', async () => {
    const { host } = setUp();
    await host.ready();
    expect((await host.start('echo \0').said).outcome).toMatchObject({
      kind: 'not-started',
      failure: { kind: 'protocol' },
    });
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('tells a running line as lost, and comes back in the same directory', async () => {
    const { host, transport, scratch } = setUp();
    mkdirSync(join(scratch.home, "it's; here"));
    await host.ready();
    await host.type('cd "it\'s; here"');
    const typed = host.start('echo go; sleep 3612');
    await typed.prints('go');
    transport.last.lose();
    expect((await typed.said).outcome).toEqual({
      kind: 'lost',
      failure: { kind: 'unreachable', message: 'read ECONNRESET' },
    });
    expect(host.remote.state).toMatchObject({
      kind: 'retrying',
      failure: { message: 'read ECONNRESET' },
    });
    host.remote.connect();
    const { stdout } = await host.type('pwd');
    expect(stdout.toString()).toBe(`${scratch.home}/it's; here\n`);
    expect(host.remote.state).toMatchObject({ kind: 'ready', restored: true });
    expect(host.notices[0]).toBe('reconnected; restored: cwd');
    expect(transport.connects).toBe(2);
  });

  test('comes back by itself, at home where the directory is gone', async () => {
    const { host, transport, scratch } = setUp();
    mkdirSync(join(scratch.home, 'away'));
    await host.ready();
    await host.type('cd away');
    rmSync(join(scratch.home, 'away'), { recursive: true });
    transport.last.lose();
    await host.until(() => host.notices.length > 0);
    expect(host.notices).toEqual([
      `reconnected; ${scratch.home}/away cannot be entered any more, now in ${scratch.home}`,
    ]);
    expect((await host.type('pwd')).cwd).toBe(scratch.home);
  });

  test('restores a directory whose name is no UTF-8', async () => {
    const { host, transport } = setUp();
    await host.ready();
    await host.type('d=$(printf \'a\\377\\nb;\'); mkdir "$d"; cd "$d"');
    transport.last.lose();
    await host.until(() => host.remote.state.kind === 'retrying');
    host.remote.connect();
    expect((await host.type('basename "$PWD"')).stdout.toString('latin1')).toBe('a\xff\nb;\n');
  });

  test('keeps trying a host that refuses, and shows why', async () => {
    const { host, transport } = setUp();
    const failure = { kind: 'unreachable', message: 'connect ECONNREFUSED' } as const;
    transport.refusals.push(new ConnectError(failure, false), new ConnectError(failure, false));
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'retrying');
    expect(host.remote.state).toMatchObject({ failure });
    expect((await host.start('x').said).outcome).toEqual({ kind: 'not-started', failure });
    host.remote.connect();
    await host.until(() => host.states.filter(({ kind }) => kind === 'retrying').length === 2);
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'ready');
    expect(transport.connects).toBe(3);
  });

  test('tells why it was not reached while it is tried again', async () => {
    const { transport } = setUp();
    const failure = {
      kind: 'unreachable',
      jump: 'bastion',
      message: 'jump host bastion: gone',
    } as const;
    let tries = 0;
    const flapping = {
      name: 'flapping',
      async connect(_: unknown, { signal }: { signal: AbortSignal }) {
        tries += 1;
        if (tries === 1) throw new ConnectError(failure, true);
        if (tries === 2) await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return transport.connect();
      },
    };
    const host = new CaseHost(flapping);
    cleanUps.push(() => host.remote.close());
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'retrying');
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'connecting');
    expect((await host.start('x').said).outcome).toEqual({
      kind: 'not-started',
      failure: { ...failure, message: 'jump host bastion: gone (it is being tried again)' },
    });
  });

  test.each(['auth', 'host-key', 'canceled', 'file'] as const)(
    'is not tried again after a failure of %s, until it is told to',
    async (kind) => {
      const { host, transport } = setUp();
      transport.refusals.push(new ConnectError({ kind, message: 'no' }, false));
      host.remote.connect();
      await host.until(() => host.remote.state.kind === 'failed');
      expect(host.remote.state).toEqual({ kind: 'failed', failure: { kind, message: 'no' } });
      await host.ready();
      expect(kinds(host)).toEqual(['connecting', 'failed', 'connecting', 'starting', 'ready']);
    },
  );

  test('shows a silent connection, and its return', async () => {
    const { host, transport } = setUp();
    await host.ready();
    transport.last.goQuiet(15_000);
    const { state } = host.remote;
    expect(state.kind).toBe('suspect');
    expect(Date.now() - (state.kind === 'suspect' ? state.since : Infinity)).toBeGreaterThanOrEqual(
      15_000,
    );
    transport.last.goQuiet(undefined);
    expect(host.remote.state.kind).toBe('ready');
  });

  test('gives up a connection that takes too long, and says after how many seconds', async () => {
    const { transport, scratch } = setUp();
    const slow = {
      name: 'slow',
      connect: (_: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise<never>((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        ),
    };
    expect(transport.connects).toBe(0);
    expect(scratch.home).not.toBe('');
    const host = new CaseHost(slow, { connectTimeout: 0.05 });
    cleanUps.push(() => host.remote.close());
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'retrying');
    expect(host.remote.state).toMatchObject({
      failure: {
        kind: 'timeout',
        message: expect.stringMatching(/^no connection within 0.05 s – /),
      },
    });
  });

  test('does not start a shell that ends at once again and again', async () => {
    const { host } = setUp();
    await host.ready();
    // Each new shell is killed as soon as it is idle.
    for (;;) {
      const { state } = host.remote;
      if (state.kind === 'failed') break;
      if (state.kind === 'ready') process.kill(state.shell.pid, 'SIGKILL');
      await host.until(() => host.remote.state !== state);
    }
    expect(host.remote.state).toMatchObject({ kind: 'failed', failure: { kind: 'no-shell' } });
    expect(host.notices.at(-1)).toBe('shell killed by SIGKILL, new shell started; restored: cwd');
  });

  test('does not export the host’s variables', async () => {
    const { host } = setUp({ host: { vars: { tier: 'front' } } });
    await host.ready();
    expect((await host.type('echo "<$tier>"')).stdout.toString()).toBe('<>\n');
  });

  test('gives the bytes of a line in the order of each stream while its reader stops and goes on', async () => {
    const { host } = setUp();
    await host.ready();
    let bytes = 0;
    const typed = host.start('head -c 20000000 /dev/zero', {
      take: (chunk) => {
        bytes += chunk.length;
        typed.line.pause();
        setImmediate(() => typed.line.resume());
      },
    });
    expect((await typed.said).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(bytes).toBe(20_000_000);
  });

  test('a stopped reader stops the program, and Ctrl-C still ends it', async () => {
    const { host } = setUp();
    await host.ready();
    let bytes = 0;
    const typed = host.start('yes', {
      take: (chunk) => {
        bytes += chunk.length;
        typed.line.pause();
      },
    });
    await host.until(() => bytes > 0);
    const before = bytes;
    expect(processesWith('yes').length).toBeGreaterThan(0);
    typed.line.interrupt();
    expect((await typed.said).outcome).toEqual({ kind: 'interrupted', code: 130 });
    expect(before).toBeLessThan(1024 * 1024);
    expect(bytes).toBeLessThan(9 * 1024 * 1024);
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('hangs up what runs when it is closed', async () => {
    const { host, scratch } = setUp();
    await host.ready();
    const typed = host.start(
      'sh -c \'trap "echo hup >said; exit" HUP; echo go; while :; do sleep 0.02; done\'',
    );
    await typed.prints('go');
    await host.remote.close();
    expect((await typed.said).outcome).toMatchObject({
      kind: 'lost',
      failure: { kind: 'canceled' },
    });
    await expect.poll(() => existsSync(join(scratch.home, 'said'))).toBe(true);
    expect(kinds(host)).toEqual(['connecting', 'starting', 'ready', 'off']);
  });

  test('hangs up after a second also where the command ignores it', async () => {
    const { host } = setUp();
    await host.ready();
    const typed = host.start("trap '' HUP; echo go; sleep 3613");
    await typed.prints('go');
    await host.remote.close();
    expect((await typed.said).outcome.kind).toBe('lost');
    expect((await host.start('x').said).outcome.kind).toBe('not-started');
  });

  test('is closed while it connects or waits, without another try', async () => {
    const { host, transport } = setUp();
    transport.refusals.push(new ConnectError({ kind: 'unreachable', message: 'no' }, true));
    host.remote.connect();
    await host.until(() => host.remote.state.kind === 'retrying');
    await host.remote.close();
    host.remote.connect();
    expect(kinds(host)).toEqual(['connecting', 'retrying', 'off']);
    expect(transport.connects).toBe(1);
  });
});

describe('a server that allows one channel only', () => {
  test('is interrupted past its shell’s connection, and is not lost', async () => {
    const { host, transport } = setUp({ channels: 1 });
    await host.ready();
    await host.type('keep=1');
    const typed = host.start('echo go; sleep 3614; echo no');
    await typed.prints('go');
    typed.line.interrupt();
    const said = await typed.said;
    expect(said.outcome).toEqual({ kind: 'interrupted', code: 130 });
    expect(said.stdout.toString()).toBe('go\n');
    expect((await host.type('echo $keep')).stdout.toString()).toBe('1\n');
    expect(transport.connections[0]?.refused).toBeGreaterThan(0);
    expect(kinds(host)).toEqual(['connecting', 'starting', 'ready']);
  });

  test('refuses standard input with the reason', async () => {
    const { host } = setUp({ channels: 1 });
    await host.ready();
    expect((await host.type('cat', { input: Buffer.from('x') })).outcome).toMatchObject({
      kind: 'not-started',
      failure: {
        message: expect.stringMatching(
          /^no standard input: the server allows no further channel – /,
        ),
      },
    });
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('gets a new shell although a background job holds the old channel', async () => {
    const { host } = setUp({ channels: 1 });
    await host.ready();
    expect((await host.type('sleep 3615 & exit 4')).outcome).toEqual({ kind: 'exited', code: 4 });
    await host.until(() => host.notices.length > 0);
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });
});

test('a line that is interrupted before its input is open is not started, and its feeder leaves nothing', async () => {
  const { host, scratch, transport } = setUp();
  await host.ready();
  const typed = host.start('echo ran >ran; cat', { input: 'open' });
  typed.line.write(Buffer.from('early'));
  typed.line.interrupt();
  expect((await typed.said).outcome).toMatchObject({
    kind: 'not-started',
    failure: { kind: 'canceled' },
  });
  await expect.poll(() => transport.last.execs.length).toBeGreaterThan(1);
  await expect.poll(() => readdirSync(scratch.temp)).toEqual([]);
  expect((await host.type('ls')).stdout.toString()).toBe('');
});

test('a feeder leaves nothing behind when the line did not read it, and when the shell ended', async () => {
  const { host, scratch } = setUp();
  await host.ready();
  await host.type('head -c 1', { input: Buffer.alloc(500_000, 'x') });
  expect((await host.type('head -c 2 >f; exit 3', { input: Buffer.from('xyz') })).outcome).toEqual({
    kind: 'exited',
    code: 3,
  });
  expect((await host.type('cat f')).stdout.toString()).toBe('xy');
  await expect.poll(() => readdirSync(scratch.temp)).toEqual([]);
});

test.each([1, 2, 3])(
  '40 interrupts at random moments leave shell and state whole (seed %i)',
  async (seed) => {
    const { host } = setUp({
      host: { shell: (['bash', 'sh', 'zsh'] as const)[seed - 1] ?? 'auto' },
    });
    const random = seededRandom(seed);
    await host.ready();
    await host.type('keep=77');
    const lines = [
      'sleep 0.05; echo a',
      ':',
      'for i in 1 2 3 4 5 6 7 8 9; do :; done; echo b | cat',
      "echo 'x",
      'sh -c "echo q; sleep 0.02"',
    ];
    for (let n = 0; n < 40; n += 1) {
      const typed = host.start(lines[n % lines.length] ?? ':');
      await new Promise((resolve) => setTimeout(resolve, random.below(12)));
      typed.line.interrupt();
      expect((await typed.said).outcome.kind).toMatch(/exited|interrupted/);
      const { stdout, stderr } = await host.start(`echo n${n}`).said;
      expect([stdout.toString(), stderr.toString()]).toEqual([`n${n}\n`, '']);
    }
    expect((await host.type('echo $keep')).stdout.toString()).toBe('77\n');
    expect(kinds(host)).toEqual(['connecting', 'starting', 'ready']);
  },
);
