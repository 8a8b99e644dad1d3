import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import type { Question } from '../../src/domain/question.ts';
import { ssh2Transport } from '../../src/transport/ssh2-transport.ts';
import { CaseHost } from '../support/case-host.ts';
import { processes, until } from '../support/processes.ts';
import { Sshd, sshdMissing } from '../support/sshd.ts';
import { letSudo, type Sudoer, sudoMissing } from '../support/sudoer.ts';

const missing = sshdMissing() ?? sudoMissing();
if (missing !== undefined) process.stderr.write(`skipped, sudo over a real sshd: ${missing}\n`);

const password = `zesty canary ${process.pid}`;

/** A shell of an ordinary user that may use sudo. What it is asked is answered with `given`, one after the other. */
async function sudoer(
  sudoer: Partial<Sudoer>,
  given: readonly (string | null)[],
  host: Partial<Host> = {},
) {
  const sshd = await Sshd.start({ loginShell: '/bin/bash' });
  // Of an earlier user with its number.
  const before = foldersOf(sshd.user);
  const takeBack = letSudo(sshd.user, { password, ...sudoer });
  const asked: Question[] = [];
  const answers = [...given];
  const shell = new CaseHost(ssh2Transport, { ...sshd.host, ...host });
  shell.asked = async (question) => {
    asked.push(question);
    const answer = answers.shift();
    return answer === undefined || answer === null ? null : [answer];
  };
  onTestFinished(async () => {
    await shell.remote.close();
    // What a line has made there goes with it.
    await until('the folders to go', () => foldersOf(sshd.user).length === before.length);
    shell.killLeftovers();
    takeBack();
    await sshd.stop();
  });
  await shell.ready();
  return { shell, asked, sshd };
}

/** Folders of its askpass programs. */
function foldersOf(user: string): string[] {
  const uid = Number(execFileSync('id', ['-u', user]));
  return readdirSync(tmpdir()).filter((name) => {
    const facts = name.startsWith('tutti.') && statSync(path.join(tmpdir(), name), noError);
    return facts && facts.uid === uid;
  });
}

/** It may go meanwhile. */
const noError = { throwIfNoEntry: false } as const;

const text = async (typed: ReturnType<CaseHost['type']>) => {
  const { outcome, stdout, stderr } = await typed;
  return { outcome, stdout: stdout.toString(), stderr: stderr.toString() };
};

const done = { kind: 'exited', code: 0 };

describe.skipIf(missing !== undefined)('sudo on a real host', { timeout: 30_000 }, () => {
  test.each(['bash', 'sh', 'zsh'] as const)('asks for the password in %s', async (shell) => {
    const { shell: host, asked, sshd } = await sudoer({}, [password], { shell });
    expect(await text(host.type('sudo id -u'))).toEqual({
      outcome: done,
      stdout: '0\n',
      stderr: '',
    });
    expect(asked).toEqual([
      {
        kind: 'sudo',
        user: sshd.user,
        prompt: `[sudo] password for ${sshd.user}: `,
        since: expect.any(Number),
      },
    ]);
    expect(host.verdicts).toEqual([true]);
  });

  test('leaves the input of the program free, and $? as it was', async () => {
    const { shell: host } = await sudoer({}, [password, password]);
    await host.type('(exit 7)');
    const said = await text(host.type('echo "before: $?"; echo content | sudo cat'));
    expect(said).toEqual({ outcome: done, stdout: 'before: 7\ncontent\n', stderr: '' });
  });

  test('a wrong password is refused, and the question comes again', async () => {
    const { shell: host, asked } = await sudoer({}, ['wrong', password]);
    const { outcome, stdout } = await text(host.type('sudo id -u'));
    expect({ outcome, stdout }).toEqual({ outcome: done, stdout: '0\n' });
    expect(asked.map((question) => 'again' in question && question.again)).toEqual([false, true]);
    expect(host.verdicts).toEqual([false, true]);
  });

  test('a wrong password that ends sudo is told as refused', async () => {
    const { shell: host } = await sudoer({ defaults: 'passwd_tries=1' }, ['wrong']);
    expect((await text(host.type('sudo id -u'))).outcome).toEqual({ kind: 'exited', code: 1 });
    expect(host.verdicts).toEqual([false]);
  });

  test('a long program is told as accepted while it runs, and Ctrl-C ends it', async () => {
    // the second one is for the signal: its sudo is not a child of the shell
    const { shell: host } = await sudoer({}, [password, password]);
    const typed = host.start('sudo sh -c "echo started; sleep 3666"');
    await host.until(() => host.verdicts.length > 0);
    expect(host.verdicts).toEqual([true]);
    await typed.prints('started');
    typed.line.interrupt();
    expect((await typed.said).outcome.kind).toBe('interrupted');
    expect(processes().filter(({ argv }) => argv === 'sleep 3666')).toEqual([]);
  });

  test('Ctrl-C ends a program that runs without a question, too', async () => {
    const { shell: host } = await sudoer({ rule: 'NOPASSWD: ALL' }, []);
    const typed = host.start('sudo sh -c "echo started; sleep 3667"');
    await typed.prints('started');
    typed.line.interrupt();
    expect((await typed.said).outcome.kind).toBe('interrupted');
    expect(processes().filter(({ argv }) => argv === 'sleep 3667')).toEqual([]);
  });

  test('who declines costs no attempt', async () => {
    const { shell: host } = await sudoer({}, [null]);
    const { outcome, stderr } = await text(host.type('sudo id -u'));
    expect(outcome).toEqual({ kind: 'exited', code: 1 });
    expect(stderr).toContain('no password was provided');
    expect(stderr).not.toContain('incorrect');
    expect(host.verdicts).toEqual([]);
  });

  test('is not asked where NOPASSWD holds', async () => {
    const { shell: host, asked } = await sudoer({ rule: 'NOPASSWD: ALL' }, []);
    expect((await text(host.type('sudo id -u'))).stdout).toBe('0\n');
    expect(asked).toEqual([]);
  });

  test('two that ask at once get their own answers', async () => {
    const { shell: host } = await sudoer({ defaults: 'timestamp_timeout=0' }, [password, password]);
    const said = await text(host.type('sudo echo one | sudo sed s/one/two/'));
    expect(said).toEqual({ outcome: done, stdout: 'two\n', stderr: '' });
    expect(host.verdicts).toEqual([true, true]);
  });

  test('an alias of that name holds', async () => {
    const { shell: host } = await sudoer({}, [password]);
    await host.type("alias sudo='sudo -E ' ll='echo listed'");
    expect((await text(host.type('sudo ll'))).stdout).toBe('listed\n');
    expect((await text(host.type('alias sudo'))).stdout).toBe("alias sudo='sudo -E '\n");
  });

  test('Ctrl-C at the question takes it back, and nothing of it is left', async () => {
    const { shell: host, sshd } = await sudoer({}, []);
    let taken = false;
    host.asked = (_, signal) =>
      new Promise((resolve) =>
        signal?.addEventListener('abort', () => {
          taken = true;
          resolve(null);
        }),
      );
    const typed = host.start('sudo id -u');
    await until('sudo to ask', () => running(sshd.user, /askpass/).length > 0);
    typed.line.interrupt();
    expect((await typed.said).outcome.kind).toBe('interrupted');
    expect(taken).toBe(true);
    await until('the end of askpass', () => running(sshd.user, /askpass/).length === 0);
    expect((await text(host.type('echo alive'))).stdout).toBe('alive\n');
  });

  test('the password is in no argument list and in no environment there', async () => {
    const { shell: host } = await sudoer({}, [password]);
    const seen: string[] = [];
    const asked = host.asked;
    host.asked = async (question, signal) => {
      const answer = (await asked?.(question, signal)) ?? null;
      const watch = setInterval(() => seen.push(...all()), 2);
      void host.until(() => host.verdicts.length > 0).then(() => clearInterval(watch));
      return answer;
    };
    await host.type('sudo sleep 0.3');
    expect(seen.some((one) => one.includes('SUDO_ASKPASS'))).toBe(true);
    expect(seen.filter((one) => one.includes(password))).toEqual([]);
  });
});

const running = (user: string, argv: RegExp) =>
  processes().filter((one) => one.environ.includes(`USER=${user}`) && argv.test(one.argv));

const all = () => processes().map(({ argv, environ }) => `${argv} ${environ}`);
