import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { DemoAccess } from '../../src/demo/demo-access.ts';
import { debugLines, debugLogs } from '../support/debug-log.ts';
import { embeddedFleet } from '../support/embedded-fleet.ts';
import { processes, until } from '../support/processes.ts';
import { openShell } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { Started } from '../support/without-screen.ts';

// A secret from every source, and none of them anywhere but in the memory that needs it.

/** Of this run alone: others may run on the machine. */
const run = `${process.pid}-4Hq`;
const secrets = {
  stored: `canary-stored-${run}`,
  typed: `canary-typed-${run}`,
  command: `canary-command-${run}`,
  variable: `canary-variable-${run}`,
  passphrase: `canary-passphrase-${run}`,
  code: `canary-code-${run}`,
} as const;

type Source = keyof typeof secrets;

interface Scene {
  readonly sandbox: Sandbox;
  readonly inventory: string;
  readonly env: Record<string, string>;
  /** A line of the key that was opened. */
  readonly keyLine: string;
}

/** A host for each source, that lets in by it alone. */
async function scene(sources: readonly Source[]): Promise<Scene> {
  const sandbox = new Sandbox();
  const hosts: Record<string, object> = {};
  let keyLine = '';
  for (const source of sources) {
    const fleet = await embeddedFleet({ count: 1, access: accessBy(source) });
    const [{ address = '', port = 0 } = {}] = fleet.hosts;
    if (source === 'passphrase') {
      keyLine = readFileSync(fleet.identityFile, 'utf8').split('\n')[3] ?? '';
      const how = ['-q', '-p', '-P', '', '-N', secrets.passphrase, '-a', '4'];
      execFileSync('ssh-keygen', [...how, '-f', fleet.identityFile]);
    }
    hosts[source] = {
      address,
      port,
      known_hosts: fleet.knownHosts,
      ...settingsOf(source, sandbox, fleet.identityFile),
    };
  }
  const text = JSON.stringify({ version: 1, defaults: { user: 'demo' }, hosts });
  const inventory = sandbox.write('inventory.yaml', text);
  const reports = '--report-on-signal --report-uncaught-exception --report-directory=';
  const env = { TUTTI_CANARY: secrets.variable, NODE_OPTIONS: `${reports}${sandbox.state}` };
  return { sandbox, inventory, env, keyLine };
}

function accessBy(source: Source): Pick<DemoAccess, 'password' | 'rounds' | 'ways'> {
  if (source === 'passphrase') return { ways: [['publickey']] };
  if (source !== 'code') return { password: secrets[source], ways: [['password']] };
  const rounds = [[{ prompt: 'Code: ', echo: false, answer: secrets.code }]];
  return { rounds, ways: [['keyboard-interactive']] };
}

function settingsOf(source: Source, sandbox: Sandbox, identityFile: string): object {
  switch (source) {
    case 'stored':
      return { password: secrets.stored };
    case 'typed':
      return { password: { prompt: 'once' } };
    case 'command':
      return { password_command: ['cat', sandbox.write('secret', `${secrets.command}\n`)] };
    case 'variable':
      return { password_env: 'TUTTI_CANARY' };
    case 'passphrase':
      return { identity_file: identityFile };
    case 'code':
      return {};
    default:
      return source satisfies never;
  }
}

/** `except`: the process that was started with the variable; what it inherited stays in /proc (proc(5)). */
function inNoProcess({ sandbox, keyLine }: Scene, except: number): void {
  const ours = sandbox.processes();
  expect(ours.length).toBeGreaterThan(1);
  // Node’s own options could point a report or an inspector at what a worker knows.
  for (const { argv, environ } of ours.filter(({ parent }) => parent === except)) {
    expect(argv).not.toMatch(/ --(?!max-semi-space-size=|heap-growing-percent=)[a-z]/);
    expect(environ).not.toContain('NODE_OPTIONS');
  }
  // What is looked for can be seen.
  expect(ours.find(({ pid }) => pid === except)?.environ).toContain(secrets.variable);
  for (const { pid, argv, environ } of processes()) {
    for (const canary of [...Object.values(secrets), ...(keyLine ? [keyLine] : [])]) {
      expect(argv).not.toContain(canary);
      if (pid !== except || canary !== secrets.variable) expect(environ).not.toContain(canary);
    }
  }
}

function inNoFile({ sandbox, keyLine }: Scene): string[] {
  const files = readdirSync(sandbox.state, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(sandbox.state, name))
    .filter((file) => statSync(file).isFile());
  for (const file of files) inNoText({ keyLine }, readFileSync(file, 'latin1'));
  return files.map((file) => path.basename(file));
}

function inNoText({ keyLine }: Pick<Scene, 'keyLine'>, text: string): void {
  for (const canary of Object.values(secrets)) expect(text).not.toContain(canary);
  if (keyLine) expect(text).not.toContain(keyLine);
}

it('a secret of no source is in an argv, an environment, history, records, a report, the debug log or on the screen', async () => {
  const canaries = await scene(['stored', 'typed', 'command', 'variable', 'passphrase', 'code']);
  const { sandbox, inventory, env } = canaries;
  const args = ['@all', '--debug', '--inventory', inventory];
  const shell = await openShell({ args, sandbox, env, columns: 120 });
  for (let left = 3; left > 0; left -= 1) {
    await shell.sees('Enter answers');
    const [, source] =
      (['typed', 'passphrase', 'code'] as const)
        .map((each) => [words[each], each] as const)
        .find(([word]) => shell.screen.includes(word)) ?? [];
    if (!source) throw new Error(`a question of its own:\n${shell.screen}`);
    await shell.type(secrets[source]).sees('•'.repeat(secrets[source].length));
    inNoProcess(canaries, shell.pid);
    await shell.press('enter').misses('•');
  }
  await shell.sees('6 up');
  shell.enter('env; cat /proc/$$/environ /proc/$PPID/cmdline | tr "\\0" "\\n"; echo done');
  await shell.sees(/✓ 6/);
  inNoProcess(canaries, shell.pid);
  process.kill(shell.pid, 'SIGUSR2');
  await until('the report', () => readdirSync(sandbox.state).some((name) => /^report/.test(name)));
  expect(await shell.leave()).toBe(0);
  inNoText(canaries, shell.said);
  const files = inNoFile(canaries).join(' ');
  for (const kind of ['report', 'history', '.rec']) expect(files).toContain(kind);
  expect(debugLines(sandbox, 'stored')).toContain('login: accepted');
});

it('a secret of no source is in what a run prints, also when its hosts refuse it', async () => {
  const canaries = await scene(['stored', 'command', 'variable']);
  const { sandbox, inventory, env } = canaries;
  const line = 'env; cat /proc/$$/environ; echo up; sleep 1';
  const args = ['run', '@all', '--debug', '--jsonl', '--inventory', inventory, '--', line];
  const started = new Started('tutti', args, { sandbox, env });
  await started.says(/up/);
  inNoProcess(canaries, started.pid);
  const { status, out, err } = await started.ended();
  expect(status).toBe(0);
  inNoText(canaries, out + err);

  const wrong = sandbox.write(
    'wrong.yaml',
    readFileSync(inventory, 'utf8').replaceAll('"user":"demo"', '"user":"nobody"'),
  );
  const refused = new Started(
    'tutti',
    ['run', '@all', '--debug', '--jsonl', '--inventory', wrong, '--', 'id'],
    {
      sandbox,
      env,
    },
  );
  const told = await refused.ended();
  expect(told.status).toBe(7);
  expect(told.err + told.out).toContain('login as nobody refused');
  inNoText(canaries, told.out + told.err);
  expect(debugLogs(sandbox)).toHaveLength(2);
  inNoFile(canaries);
});

it('a bug of ours is told without any secret', async () => {
  const canaries = await scene(['stored', 'command', 'variable']);
  const { sandbox, inventory, env } = canaries;
  const bug = `data:text/javascript,process.on('SIGUSR1',()=>{throw(new(Error)('a-bug'))})`;
  const shell = await openShell({
    args: ['@all', '--debug', '--inventory', inventory],
    sandbox,
    env: { ...env, NODE_OPTIONS: `${env.NODE_OPTIONS} --import=${bug}` },
  });
  await shell.sees('3 up');
  process.kill(shell.pid, 'SIGUSR1');
  expect(await shell.left()).toBe(70);
  expect(shell.said).toContain('Error: a-bug');
  expect(shell.said).toContain('what came before it is in ');
  expect(debugLines(sandbox)).toContain('- a bug of ours: Error: a-bug');
  inNoText(canaries, shell.said);
  expect(inNoFile(canaries)).toContain('crash.log');
});

it('a worker that is aborted leaves no secret behind', async () => {
  const canaries = await scene(['stored', 'variable']);
  const { sandbox, inventory, env } = canaries;
  const args = ['run', '@all', '--debug', '--inventory', inventory, '--', 'echo up; sleep 30'];
  const started = new Started('tutti', args, { sandbox, env });
  for (const host of ['stored', 'variable']) await started.says(`${host}: up`);
  const workers = processes().filter(({ parent }) => parent === started.pid);
  expect(workers.length).toBeGreaterThan(0);
  for (const { pid } of workers) process.kill(pid, 'SIGABRT');
  const { status, out, err } = await started.ended();
  expect(status).toBe(5);
  expect(err).toContain('lost');
  inNoText(canaries, out + err);
  inNoFile(canaries);
});

/** How each question is told from the others. */
const words = { typed: 'password of demo', passphrase: 'passphrase of', code: 'Code:' };
