import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { CaseHost } from '../support/case-host.ts';
import { LocalTransport } from '../support/local-connection.ts';
import { findProgram, localShells, processesWith, Scratch } from '../support/local-shells.ts';
import { until } from '../support/processes.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Account {
  readonly shell?: Host['shell'];
  readonly rc?: Host['rc'];
  /** The home directory's files, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly sh?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function accountWith({ shell = 'bash', rc, files, sh, env = {} }: Account) {
  const scratch = new Scratch();
  cleanUps.push(() => scratch.remove());
  if (sh !== undefined) scratch.provide(sh, 'sh');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(scratch.home, name), text);
  const transport = new LocalTransport({ env: { ...scratch.env(), ...env }, cwd: scratch.home });
  cleanUps.push(() => transport.cleanUp());
  const host = new CaseHost(transport, { shell, ...(rc !== undefined && { rc }) });
  cleanUps.push(() => host.remote.close());
  return { host, scratch, transport };
}

/** What a line says to the operator. */
const say = async (host: CaseHost, line: string): Promise<string> =>
  (await host.type(line)).stdout.toString();

/** Of its shell, as ps(1) tells it. */
function stateOf({ remote: { state } }: CaseHost): string {
  const pid = state.kind === 'ready' ? state.shell.pid : 0;
  return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
}

const all = { '.profile': 'a=profile', '.bash_profile': 'a=bash_profile', '.bashrc': 'a=bashrc' };
const zsh = { '.zshenv': 'a=env', '.zprofile': 'a=$a,profile', '.zshrc': 'a=$a,rc' };

describe('the startup files', () => {
  test.each(localShells)('of $name are not read without rc', async ({ program, choice }) => {
    const files = { ...all, ...zsh };
    const { host } = accountWith({
      shell: choice,
      files,
      ...(choice === 'sh' && { sh: program }),
      env: { ENV: './.profile' },
    });
    await host.ready();
    expect(await say(host, 'echo "<$a>"')).toBe('<>\n');
  });

  test.each([
    ['bash', 'login', all, 'bash_profile'],
    ['bash', 'login', { '.profile': 'a=profile', '.bashrc': 'a=bashrc' }, 'profile'],
    ['bash', 'interactive', all, 'bashrc'],
    ['sh', 'login', all, 'profile'],
    ['sh', 'interactive', { env: 'a=env' }, 'env'],
    ['zsh', 'login', zsh, 'env,profile,rc'],
    ['zsh', 'interactive', zsh, 'env,rc'],
  ] as const)('of %s with rc: %s are those of such a shell', async (shell, rc, files, wanted) => {
    const { host } = accountWith({ shell, rc, files, env: { ENV: './env' } });
    await host.ready();
    expect(await say(host, 'echo $a $__env')).toBe(`${wanted}\n`);
    expect(host.remote.state).toMatchObject({
      shell: expect.not.objectContaining({ unusual: '' }),
    });
    expect(host.notices).toEqual([]);
  });

  test.each(localShells)('of $name may say what they like', async ({ program, choice }) => {
    const noisy = `
case $- in *i*) ;; *) return;; esac
[ -n "$PS1" ] || return
echo hello; echo oops >&2; read -r line; cat
alias greet='echo hi'
PS1='$(echo prompt)'
no-such-program
if then
`;
    const rc = choice === 'sh' ? 'login' : 'interactive';
    const { host } = accountWith({
      shell: choice,
      rc,
      files: { '.bashrc': noisy, '.profile': noisy, '.zshrc': noisy },
      ...(choice === 'sh' && { sh: program }),
    });
    await host.ready();
    const { stdout, stderr, outcome } = await host.type('greet');
    expect([stdout.toString(), stderr.toString()]).toEqual(['hi\n', '']);
    expect(outcome).toEqual({ kind: 'exited', code: 0 });
    expect(host.late).toBe('');
  });

  test.each([
    ['an array', "PROMPT_COMMAND=('echo one' 'echo two' 'echo three'); PS0='zero '"],
    ['a string', "PROMPT_COMMAND='echo one'; PS1='> '"],
  ])('of bash print no prompt with PROMPT_COMMAND as %s', async (_, text) => {
    const { host } = accountWith({ rc: 'interactive', files: { '.bashrc': text } });
    await host.ready();
    for (const word of ['a', 'b']) {
      const { stdout, stderr } = await host.type(`echo ${word}`);
      expect([stdout.toString(), stderr.toString()]).toEqual([`${word}\n`, '']);
    }
    expect(host.late).toBe('');
  });

  test.skipIf(!findProgram('zsh'))('of zsh print nothing before and after a line', async () => {
    const text = 'precmd() { echo pre; }; preexec() { echo exec; }; precmd_functions=(precmd)';
    const { host } = accountWith({ shell: 'zsh', rc: 'interactive', files: { '.zshrc': text } });
    await host.ready();
    for (const word of ['a', 'b']) expect(await say(host, `echo ${word}`)).toBe(`${word}\n`);
    expect(host.late).toBe('');
  });

  test('of bash do not make it keep a history of what we send', async () => {
    const text =
      'HISTFILE=~/kept; set -o history; shopt -s histappend; PROMPT_COMMAND="history -a"';
    const { host, scratch } = accountWith({ rc: 'interactive', files: { '.bashrc': text } });
    await host.ready();
    await host.type('echo secret');
    await host.type('exit');
    await host.until(() => host.notices.length > 0);
    expect(existsSync(join(scratch.home, 'kept'))).toBe(false);
  });

  test.each(['exit 3', 'exec fish', 'exec tmux', 'kill -9 $$'])(
    'that end the shell (%s) are left out, and it is said',
    async (text) => {
      const { host } = accountWith({ rc: 'interactive', files: { '.bashrc': `a=1; ${text}` } });
      await host.ready();
      expect(host.notices).toEqual([
        'startup files (rc: interactive) ended the shell, started without them',
      ]);
      expect(host.remote.state).toMatchObject({ shell: { unusual: 'without startup files' } });
      expect(await say(host, 'echo "<$a>"')).toBe('<>\n');
    },
  );

  test('that block are left out after the limit, and nothing of them goes on', async () => {
    const { host, transport } = accountWith({
      rc: 'login',
      files: { '.profile': 'while :; do sleep 3640; done' },
    });
    await host.ready();
    expect(host.notices).toEqual([
      'startup files (rc: login) did not end within 10 s, started without them',
    ]);
    expect(await say(host, 'echo on')).toBe('on\n');
    expect(processesWith('sleep 3640')).toEqual([]);
    // Not tried again: each try would cost ten seconds.
    transport.last.lose();
    await host.until(() => host.remote.state.kind !== 'ready');
    host.remote.connect();
    expect(await say(host, 'echo on')).toBe('on\n');
    expect(host.remote.state).toMatchObject({ shell: { unusual: 'without startup files' } });
  });

  test('are read again by the shell that replaces one', async () => {
    const { host } = accountWith({ rc: 'login', files: { '.profile': 'a=1' } });
    await host.ready();
    await host.type('a=2; exit');
    await host.until(() => host.notices.length > 0);
    expect(await say(host, 'echo $a')).toBe('1\n');
  });
});

describe('a host that is in another shell than one would expect', () => {
  test.each([
    ['auto', '/bin/bash', true, undefined],
    ['auto', '/bin/bash', false, 'sh, no bash'],
    ['login', '/usr/bin/fish', true, 'bash, not fish'],
    ['login', '/usr/bin/fish', false, 'sh, not fish'],
    ['login', '/bin/dash', true, undefined],
    ['sh', '/bin/bash', true, undefined],
  ] as const)(
    'says so: shell: %s, account %s, bash there: %s',
    async (shell, SHELL, bash, unusual) => {
      const scratch = new Scratch();
      cleanUps.push(() => scratch.remove());
      for (const name of bash ? ['bash', 'cat', 'id'] : ['cat', 'id']) scratch.provide(name);
      scratch.provide('dash', 'sh');
      const env = { ...scratch.env(true), SHELL };
      const transport = new LocalTransport({ env, cwd: scratch.home });
      cleanUps.push(() => transport.cleanUp());
      const host = new CaseHost(transport, { shell });
      cleanUps.push(() => host.remote.close());
      await host.ready();
      const { state } = host.remote;
      expect(state.kind === 'ready' && state.shell.unusual).toBe(unusual);
    },
  );
});

describe('what a line changes for lines of ours', () => {
  test.skipIf(!findProgram('zsh'))(
    'in zsh is not that ! is a sign of history (setopt banghist)',
    async () => {
      const { host } = accountWith({ shell: 'zsh', files: { more: 'setopt BANG_HIST' } });
      await host.ready();
      expect((await host.type('. ./more')).outcome).toEqual({ kind: 'exited', code: 0 });
      expect(await say(host, 'echo "a!b" !-1 # comment')).toBe('a!b !-1\n');
    },
  );

  test('is not in the history of bash, which is that of the account', async () => {
    const { host } = accountWith({ files: { '.bash_history': 'make it so\n' } });
    await host.ready();
    await host.type('echo x');
    expect(await say(host, 'history')).toBe('    1  make it so\n');
  });

  test.each(localShells)('in $name is not that it stays stopped', async ({ program, choice }) => {
    const { host } = accountWith({
      shell: choice,
      files: {},
      ...(choice === 'sh' && { sh: program }),
    });
    await host.ready();
    const typed = host.start('sleep 0.01 & kill -STOP $$');
    await until('the stopped shell', () => stateOf(host).startsWith('T'));
    for (let n = 0; n < 4; n += 1) typed.line.interrupt();
    expect((await typed.said).outcome.kind).toBe('lost');
    expect(await say(host, 'echo alive')).toBe('alive\n');
  });
});
