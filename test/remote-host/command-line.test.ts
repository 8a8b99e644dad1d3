import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { processesWith, Scratch } from '../support/local-shells.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** An account whose login shell is `script`, with these programs only. */
function accountWith(script: string, programs: readonly string[], channels = 10) {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  const login = join(scratch.bin, 'login');
  writeFileSync(login, `#!/bin/sh\n${script}\n`);
  chmodSync(login, 0o755);
  for (const program of programs) scratch.provide(program);
  const transport = new LocalTransport({
    env: scratch.env(true),
    cwd: scratch.home,
    login,
    channels,
  });
  cleanUps.push(() => transport.cleanUp());
  const host = new CaseHost(transport);
  cleanUps.push(() => host.remote.close());
  return { host, scratch, transport };
}

const restricted = (channels?: number) =>
  accountWith('exec /bin/bash -r "$@"', ['cat', 'sleep', 'ls', 'head', 'perl'], channels);

describe('an account that runs single commands only', () => {
  test('is ready, and says what it does not do', async () => {
    const { host } = restricted();
    await host.ready();
    expect(host.states.at(-1)).toMatchObject({
      kind: 'ready',
      shell: { perCommand: true, unusual: 'one command at a time, nothing kept' },
    });
    expect(host.notices).toEqual([
      'restricted account: each line runs by itself, nothing is kept – no cd, no variables',
    ]);
  });

  test('gives output, error output and code of each line, and keeps nothing', async () => {
    const { host } = restricted();
    await host.ready();
    const said = await host.type("a='it''s'; echo $a; echo err >&2; exit 7");
    expect([said.stdout.toString(), said.stderr.toString()]).toEqual(['its\n', 'err\n']);
    expect(said.outcome).toEqual({ kind: 'exited', code: 7 });
    expect(said.cwd).toBeUndefined();
    expect((await host.type('echo "<$a>"\necho two')).stdout.toString()).toBe('<>\ntwo\n');
    expect((await host.type('kill -9 $$')).outcome).toEqual({ kind: 'signaled', signal: 'KILL' });
  });

  test('reads no input, or the given one', async () => {
    const { host } = restricted();
    await host.ready();
    expect((await host.type('cat; echo end')).stdout.toString()).toBe('end\n');
    const input = Buffer.alloc(300_000, 'x');
    expect((await host.type('cat', { input })).stdout).toEqual(input);
  });

  test.each([
    ['echo go; sleep 3660', 1, 130],
    ["perl -e '$SIG{INT} = sub {}; $| = 1; print qq(go\\n); sleep 1 while 1'", 3, 143],
    ["perl -e '$SIG{INT} = $SIG{TERM} = sub {}; $| = 1; print qq(go\\n); sleep 1 while 1'", 4, 137],
  ])('is interrupted: %s', async (line, times, code) => {
    const { host } = restricted();
    await host.ready();
    const typed = host.start(line);
    await typed.prints('go');
    for (let n = 0; n < times; n += 1) typed.line.interrupt();
    expect((await typed.said).outcome).toEqual({ kind: 'interrupted', code });
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('ends a line after its time', async () => {
    const { host } = restricted();
    await host.ready();
    expect((await host.type('sleep 3661', { timeout: 0.1 })).outcome).toEqual({
      kind: 'interrupted',
      code: 130,
      timeout: true,
    });
  });

  test('tells a line as lost with its connection, and comes back', async () => {
    const { host, transport } = restricted();
    await host.ready();
    const typed = host.start('echo go; sleep 3662');
    await typed.prints('go');
    expect((await host.start('echo x').said).outcome).toMatchObject({ failure: { kind: 'busy' } });
    transport.last.lose();
    expect((await typed.said).outcome.kind).toBe('lost');
    host.remote.connect();
    expect((await host.type('echo on')).stdout.toString()).toBe('on\n');
  });

  test('hangs a running line up when it is closed', async () => {
    const { host } = restricted();
    await host.ready();
    const typed = host.start('echo go; sleep 3663');
    await typed.prints('go');
    await host.remote.close();
    expect((await typed.said).outcome.kind).not.toBe('exited');
    await expect.poll(() => processesWith('sleep 3663')).toEqual([]);
  });

  test('starts no line where no channel is left', async () => {
    const { host } = restricted(1);
    await host.ready();
    const { outcome } = await host.type('sleep 3664 & exit 2');
    expect(outcome).toEqual({ kind: 'exited', code: 2 });
    expect((await host.type('echo on')).outcome).toMatchObject({
      kind: 'not-started',
      failure: { message: expect.stringMatching(/^the server allows no further channel – /) },
    });
  });
});

test.each([
  ['always runs its own program', 'echo backup done'],
  ['quotes what it refuses', 'echo "not allowed: $2"; exit 1'],
  ['repeats what it was asked for', 'echo "$2"'],
])('an account whose forced command %s has no shell', async (_, script) => {
  const { host, scratch } = accountWith(script, []);
  await expect(host.ready()).rejects.toThrow(/^no usable shell: /);
  expect(readdirSync(scratch.home)).toEqual([]);
});
