import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { findProgram, processesWith } from '../support/local-shells.ts';
import { Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { localFolder, transferring } from '../support/transferring.ts';

const missing = sshdMissing();
if (missing !== undefined) process.stderr.write(`skipped, no real sshd: ${missing}\n`);

const hosts: CaseHost[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) {
    await host.remote.close();
    host.killLeftovers();
  }
});

function hostOn(sshd: Sshd): CaseHost {
  const host = new CaseHost(ssh2Transport, { ...sshd.host, shell: 'auto' });
  hosts.push(host);
  return host;
}

/** Its shell on the server: what is left of a connection shows there. */
const pidOf = (host: CaseHost): number => {
  const { state } = host.remote;
  if (state.kind !== 'ready') throw new Error(`the shell is ${state.kind}`);
  return state.shell.pid;
};

const lives = (pid: number): boolean => {
  const all = execFileSync('ps', ['-A', '-o', 'pid=,stat=']).toString();
  return new RegExp(`^ *${pid} [^Z]`, 'm').test(all);
};

describe.skipIf(missing !== undefined)('a connection to OpenSSH', () => {
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function start(options: SshdOptions = {}): Promise<Sshd> {
    const sshd = await Sshd.start(options);
    stops.push(() => sshd.stop());
    return sshd;
  }

  test('that is cut is told as lost, and comes back where it was', async () => {
    const sshd = await start();
    const host = await hostOn(sshd).ready();
    await host.type('cd /usr/bin');
    const typed = host.start('echo go; sleep 3620');
    await typed.prints('go');
    for (const pid of sshd.connections()) process.kill(pid, 'SIGKILL');
    expect((await typed.said).outcome).toMatchObject({ kind: 'lost' });
    expect(host.remote.state.kind).toBe('retrying');
    expect((await host.type('pwd')).stdout.toString()).toBe('/usr/bin\n');
    expect(host.notices).toContain('reconnected; restored: cwd');
  });

  test.each([
    // sshd before 10 ignores root's signal requests: another connection is used for him.
    ['root', {}],
    ['an ordinary user', { loginShell: findProgram('bash') ?? '/bin/sh' }],
  ])('with MaxSessions 1 is interrupted all the same and stays, as %s', async (_, options) => {
    const sshd = await start({ config: ['MaxSessions 1'], ...options });
    const host = await hostOn(sshd).ready();
    await host.type('keep=1');
    const typed = host.start('echo go; sleep 3621; echo no');
    await typed.prints('go');
    typed.line.interrupt();
    const said = await typed.said;
    expect(said.outcome).toEqual({ kind: 'interrupted', code: 130 });
    expect(said.stdout.toString()).toBe('go\n');
    expect((await host.type('echo $keep')).stdout.toString()).toBe('1\n');
    const deaf = host.start(`sh -c 'trap "" INT TERM; echo go; while :; do sleep 0.1; done'`);
    await deaf.prints('go');
    for (let n = 0; n < 4; n += 1) deaf.line.interrupt();
    expect((await deaf.said).outcome).toEqual({ kind: 'interrupted', code: 137 });
    expect((await host.type('echo $keep')).stdout.toString()).toBe('1\n');
    expect(host.states.map(({ kind }) => kind)).toEqual(['connecting', 'starting', 'ready']);
  });

  test('copies a file while 100 MB come from the shell: both are whole (case 54)', async () => {
    const sshd = await start();
    const host = await hostOn(sshd).ready();
    const access = host.remote.access();
    if ('failure' in access) throw new Error(access.failure.message);
    const folder = localFolder();
    const content = randomBytes(16 * 1024 * 1024);
    writeFileSync(join(folder, 'file'), content);
    let bytes = 0;
    const typed = host.start('head -c 100000000 /dev/zero', {
      take: (chunk) => {
        bytes += chunk.length;
      },
    });
    const destination = join(sshd.folder, 'copied');
    const put = { kind: 'put', sources: [join(folder, 'file')], destination, options: {} } as const;
    const { facts } = await transferring(put, access.connection);
    expect(facts).toMatchObject({ transferred: 1, failed: 0 });
    expect((await typed.said).outcome).toEqual({ kind: 'exited', code: 0 });
    expect(bytes).toBe(100_000_000);
    expect(readFileSync(destination).equals(content)).toBe(true);
    await host.remote.close();
  });

  test('has room for files where all its channels are taken (case 53)', async () => {
    const sshd = await start({ config: ['MaxSessions 3'] });
    const host = await hostOn(sshd).ready();
    const access = host.remote.access();
    if ('failure' in access) throw new Error(access.failure.message);
    await access.connection.exec('cat');
    await access.connection.exec('cat');
    await expect(access.connection.exec('cat')).rejects.toThrow('open failed');
    const source = join(localFolder(), 'file');
    writeFileSync(source, 'content');
    const destination = join(sshd.folder, 'copied');
    const put = { kind: 'put', sources: [source], destination, options: {} } as const;
    const { facts } = await transferring(put, access.connection);
    expect(facts).toMatchObject({ transferred: 1, failed: 0 });
    expect((await host.type('echo alive')).stdout.toString()).toBe('alive\n');
    await host.remote.close();
  });

  test('leaves no process behind when it is closed', async () => {
    const sshd = await start();
    const idle = await hostOn(sshd).ready();
    const busy = await hostOn(sshd).ready();
    const pids = [pidOf(idle), pidOf(busy)];
    const typed = busy.start('echo go; sleep 3622');
    await typed.prints('go');
    await Promise.all([idle.remote.close(), busy.remote.close()]);
    expect((await typed.said).outcome.kind).toBe('lost');
    await expect.poll(() => pids.filter(lives)).toEqual([]);
    await expect.poll(() => processesWith('sleep 3622')).toEqual([]);
  });

  test('runs single commands where the account allows no more, and Ctrl-C ends them', async () => {
    const sshd = await start({ loginShell: '/bin/rbash' });
    mkdirSync(join(sshd.home, 'bin'));
    for (const name of ['sleep', 'cat']) {
      symlinkSync(findProgram(name) ?? '', join(sshd.home, 'bin', name));
    }
    writeFileSync(join(sshd.home, '.bashrc'), 'PATH=$HOME/bin');
    const host = await hostOn(sshd).ready();
    expect(host.remote.state).toMatchObject({ shell: { perCommand: true } });
    expect((await host.type('cat; echo end; exit 3')).stdout.toString()).toBe('end\n');
    const typed = host.start('echo go; sleep 3623; echo no');
    await typed.prints('go');
    typed.line.interrupt();
    expect((await typed.said).outcome).toEqual({ kind: 'interrupted', code: 130 });
    await expect.poll(() => processesWith('sleep 3623')).toEqual([]);
  });

  test('shows an account without a shell with its message', async () => {
    const nologin = findProgram('nologin');
    if (nologin === undefined) throw new Error('nologin is not installed');
    const host = hostOn(await start({ loginShell: nologin }));
    await expect(host.ready()).rejects.toThrow(/no usable shell: .*not available/);
  });
});
