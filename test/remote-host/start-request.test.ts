import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { shellRequest, startRequest } from '../../src/remote-host/start-request.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { findProgram, Scratch } from '../support/local-shells.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Account {
  readonly login: string;
  readonly shell?: 'auto' | 'login' | 'bash' | 'sh' | 'zsh';
  readonly SHELL?: string;
  /** Programs of the host; absent: all of this machine. */
  readonly only?: readonly string[];
}

function hostOf({ login, shell = 'auto', SHELL, only }: Account): CaseHost {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  for (const program of only ?? []) {
    const [name, as] = program.split('=') as [string, string | undefined];
    scratch.provide(name, as ?? name);
  }
  const env = { ...scratch.env(only !== undefined), ...(SHELL !== undefined && { SHELL }) };
  const transport = new LocalTransport({ env, cwd: scratch.home, login });
  cleanUps.push(() => transport.cleanUp());
  const host = new CaseHost(transport, { shell });
  cleanUps.push(() => host.remote.close());
  return host;
}

const logins = ['bash', 'dash', 'zsh', 'fish', 'tcsh', 'ksh93', 'mksh'].filter(findProgram);

describe('the exec request', () => {
  test.each(logins)('starts bash where %s is the login shell', async (login) => {
    const host = await hostOf({ login: findProgram(login) ?? '' }).ready();
    expect(host.remote.state).toMatchObject({ kind: 'ready', shell: { kind: 'bash' } });
    expect((await host.type('echo "$0 $BASH_VERSION"')).stdout.toString()).toMatch(/^bash \d/);
  });

  test('falls back to sh where there is no bash', async () => {
    const only = ['dash=sh', 'ps', 'id', 'cat'];
    const host = await hostOf({ login: '/bin/sh', only }).ready();
    expect(host.remote.state).toMatchObject({ kind: 'ready', shell: { kind: 'sh' } });
  });

  test.each([
    ['bash', 'bash'],
    ['zsh', 'zsh'],
    ['dash', 'sh'],
  ])('login takes the account’s own %s', async (program, kind) => {
    const SHELL = findProgram(program) ?? '';
    const host = await hostOf({ login: SHELL, shell: 'login', SHELL }).ready();
    expect(host.remote.state).toMatchObject({ kind: 'ready', shell: { kind } });
    expect(host.notices).toEqual([]);
  });

  test('login says so where the account’s shell is not driven', async () => {
    const host = await hostOf({ login: '/bin/sh', shell: 'login', SHELL: '/usr/bin/fish' }).ready();
    expect(host.notices).toEqual(['login shell fish is not driven, using bash']);
  });

  test('gets past a restricted bash by a plainer request', async () => {
    const scratch = new Scratch();
    cleanUps.push(() => scratch.remove());
    const rbash = join(scratch.bin, 'rbash');
    writeFileSync(rbash, '#!/bin/sh\nexec /bin/bash -r "$@"\n');
    chmodSync(rbash, 0o755);
    const host = await hostOf({ login: rbash }).ready();
    expect((await host.type('echo in')).stdout.toString()).toBe('in\n');
    const typed = host.start('echo go; sleep 3611');
    await typed.prints('go');
    typed.line.interrupt();
    expect((await typed.said).outcome).toEqual({ kind: 'interrupted', code: 130 });
    expect((await host.type('cat', { input: Buffer.from('fed') })).stdout.toString()).toBe('fed');
  });

  test('tells the first two lines of an account without a shell', async () => {
    const scratch = new Scratch();
    cleanUps.push(() => scratch.remove());
    const nologin = join(scratch.bin, 'nologin');
    writeFileSync(
      nologin,
      '#!/bin/sh\nprintf "\\033[1mnot\\033[0m available\\nask ops\\nthird\\n"; exit 1\n',
    );
    chmodSync(nologin, 0o755);
    const host = hostOf({ login: nologin });
    await expect(host.ready()).rejects.toThrow(/no usable shell: not available \/ ask ops – /);
    expect(host.remote.state).toMatchObject({ kind: 'failed', failure: { kind: 'no-shell' } });
    const { outcome } = await host.start('echo x').said;
    expect(outcome).toMatchObject({ kind: 'not-started', failure: { kind: 'no-shell' } });
  });

  test('says which shell is missing', async () => {
    const host = hostOf({ login: '/bin/sh', shell: 'bash', only: ['dash=sh', 'ps', 'id'] });
    await expect(host.ready()).rejects.toThrow(/no usable shell: .*bash.*not found/);
  });

  test('holds nothing that a login shell reads differently', () => {
    for (const shell of ['auto', 'login', 'bash', 'sh', 'zsh'] as const) {
      const request = startRequest(shell, 'full');
      const script = request.slice("exec /bin/sh -c '".length, -1);
      expect(request).toBe(shellRequest(script, 'full'));
      expect(script).not.toMatch(/['!\\\n]/);
    }
  });
});

test('a new shell has a plain environment and none of the host’s variables', async () => {
  const host = await hostOf({ login: '/bin/sh' }).ready();
  const { stdout } = await host.type('sh -c \'echo "$TERM $PAGER $GIT_PAGER $SYSTEMD_PAGER"\'');
  expect(stdout.toString()).toBe('dumb cat cat cat\n');
});
