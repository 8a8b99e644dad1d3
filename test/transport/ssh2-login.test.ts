import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host, SecretSource } from '../../src/domain/host.ts';
import { NotAnswered } from '../../src/domain/question.ts';
import { connecting, output } from '../support/connecting.ts';
import { embeddedFleet, embeddedHost, hostOf } from '../support/embedded-fleet.ts';

const prompt: SecretSource = { kind: 'prompt' };
const secret = 'correct horse';
const byPassword = { password: secret, ways: [['password']] } as const;
const byKeyboard = { password: secret, ways: [['keyboard-interactive']] } as const;
const given = () => [secret];
const withPassword: Partial<Host> = { identityFiles: [], password: prompt };

// No test may depend on the agent of whoever runs it.
vi.stubEnv('SSH_AUTH_SOCK', undefined);
afterEach(() => vi.stubEnv('SSH_AUTH_SOCK', undefined));

describe('a login by key', () => {
  test('runs commands, both outputs apart and with their exit', async () => {
    const { host } = await embeddedHost();
    const connection = await connecting().to(host);
    expect(await output(connection, 'hostname; echo oops >&2; exit 3')).toEqual({
      stdout: 'web01\n',
      stderr: 'oops\n',
      exit: { code: 3, signal: null },
    });
    expect(await output(connection, 'kill -KILL $$')).toMatchObject({
      exit: { code: null, signal: 'KILL' },
    });
  });

  test('asks nobody for anything', async () => {
    const { host, server } = await embeddedHost();
    const operator = connecting();
    await operator.to(host);
    expect(operator.asked).toEqual([]);
    expect(server.refusals).toBe(0);
  });

  test('has an encrypted key opened outside, once for all hosts', async () => {
    const fleet = await embeddedFleet({ count: 3 });
    const opened = readFileSync(fleet.identityFile, 'utf8');
    encrypt(fleet.identityFile, secret);
    const operator = connecting({ answer: () => [opened] });
    await Promise.all(fleet.hosts.map((host) => operator.to(host)));
    expect(operator.asked.map(({ question }) => question)).toEqual([
      { kind: 'identity', file: fleet.identityFile },
    ]);
  });

  test('says why an encrypted key was not opened', async () => {
    const { host, fleet } = await embeddedHost();
    encrypt(fleet.identityFile, secret);
    const answer = () => {
      throw new NotAnswered('the passphrase is wrong – ssh-add spares it');
    };
    expect(await connecting({ answer }).refusal(host)).toEqual({
      kind: 'auth',
      message:
        'login as demo refused (the passphrase is wrong – ssh-add spares it) – check user: and identity_file:',
      retry: false,
    });
  });

  test('asks nobody for a key that cannot be opened', async () => {
    const { host, fleet } = await embeddedHost();
    encrypt(fleet.identityFile, secret, 'chacha20-poly1305@openssh.com');
    const operator = connecting();
    expect((await operator.refusal(host)).message).toContain('ssh-keygen -p -Z aes256-ctr');
    expect(operator.asked).toEqual([]);
  });

  test('refuses a key that others can read, and says how to mend that', async () => {
    const { host, fleet, server } = await embeddedHost();
    chmodSync(fleet.identityFile, 0o644);
    expect((await connecting().refusal(host)).message).toContain(
      `can be read by others – run: chmod 600 '${fleet.identityFile}'`,
    );
    expect(server.refusals).toBe(0);
  });

  test('names a configured file that does not exist', async () => {
    const { host } = await embeddedHost({ identityFiles: ['/nowhere/id'] });
    expect((await connecting().refusal(host)).message).toContain('/nowhere/id does not exist');
  });

  test('passes over the usual files where there are none', async () => {
    const { host, fleet } = await embeddedHost();
    vi.stubEnv('HOME', fleet.scratch);
    onTestFinished(() => void vi.unstubAllEnvs());
    const { identityFiles: _, ...usual } = host;
    const { message } = await connecting().refusal(usual);
    expect(message).toBe('login as demo refused – check user: and identity_file:');
  });

  test('takes the text of a key from the inventory', async () => {
    const { host, fleet } = await embeddedHost();
    const text = readFileSync(fleet.identityFile, 'utf8');
    const { identityFiles: _, ...rest } = host;
    const operator = connecting({ answer: () => [text] });
    await operator.to({ ...rest, identity: { kind: 'stored' } });
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['identity']);
  });
});

describe('a login by password', () => {
  test('asks for it and is let in', async () => {
    const { host } = await embeddedHost(withPassword, { access: byPassword });
    const operator = connecting({ answer: given });
    await operator.to(host);
    expect(operator.asked).toEqual([
      { jump: undefined, question: { kind: 'password', user: 'demo' } },
    ]);
  });

  test('tries a wrong one exactly once', async () => {
    const access = { password: secret, ways: [['password'], ['keyboard-interactive']] } as const;
    const { host, server } = await embeddedHost(withPassword, { access });
    const refusal = await connecting({ answer: () => ['wrong'] }).refusal(host);
    expect(refusal).toEqual({
      kind: 'auth',
      message: 'login as demo refused – check user: and password:',
      retry: false,
    });
    expect(server.refusals).toBe(1);
  });

  test('sends nothing when none is given', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byPassword });
    const { message } = await connecting().refusal(host);
    expect(message).toContain('(no password was given)');
    expect(server.refusals).toBe(0);
  });

  test('is not asked for where the server takes none', async () => {
    const { host } = await embeddedHost(withPassword);
    const operator = connecting({ answer: given });
    expect(await operator.refusal(host)).toMatchObject({ kind: 'auth' });
    expect(operator.asked).toEqual([]);
  });

  test('that is cut off is told as refused, and not tried again', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byPassword });
    server.cutAtPassword = true;
    const refusal = await connecting({ answer: given }).refusal(host);
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(refusal.message).toMatch(/closed the connection instead of answering the password/);
  });

  test('keeps the password out of what can be inspected', async () => {
    const { host } = await embeddedHost(withPassword, { access: byPassword });
    const connection = await connecting({ answer: given }).to(host);
    const { inspect } = await import('node:util');
    const shown = inspect(connection, { depth: 12, showHidden: true, maxArrayLength: null });
    expect(shown.length).toBeGreaterThan(1000);
    expect(shown).not.toContain(secret);
  });
});

describe('a login by questions', () => {
  test('passes them on, made safe', async () => {
    const access = { ...byKeyboard, prompt: 'Pass\x1b]0;x\x07word: ' };
    const { host } = await embeddedHost({ identityFiles: [] }, { access });
    const operator = connecting({ answer: given });
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question)).toEqual([
      {
        kind: 'keyboard',
        instructions: '',
        prompts: [{ text: 'Pass^[]0;x^Gword: ', echo: false }],
      },
    ]);
  });

  test('sends nothing when they are not answered', async () => {
    const { host, server } = await embeddedHost({ identityFiles: [] }, { access: byKeyboard });
    const { kind, message } = await connecting().refusal(host);
    expect(kind).toBe('auth');
    expect(message).toContain('(its question was not answered)');
    expect(server.refusals).toBe(0);
  });

  test('takes a host with a password too, where the server has no other way', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byKeyboard });
    const operator = connecting({ answer: given });
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['keyboard']);
    expect(server.refusals).toBe(0);
  });

  test('tries a wrong answer exactly once', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byKeyboard });
    expect(await connecting({ answer: () => ['wrong'] }).refusal(host)).toMatchObject({
      kind: 'auth',
      retry: false,
    });
    expect(server.refusals).toBe(1);
  });
});

describe('a login in two steps', () => {
  test.each([
    [['publickey', 'password'], ['password']],
    [['publickey', 'keyboard-interactive'], ['keyboard']],
    [['password', 'publickey'], ['password']],
    [
      ['password', 'keyboard-interactive'],
      ['password', 'keyboard'],
    ],
    [['keyboard-interactive', 'publickey'], ['keyboard']],
  ] as const)('takes %j', async (way, kinds) => {
    const { host } = await embeddedHost(
      { password: prompt },
      { access: { password: secret, ways: [way] } },
    );
    const operator = connecting({ answer: given });
    expect(await output(await operator.to(host), 'hostname')).toMatchObject({ stdout: 'web01\n' });
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(kinds);
  });
});

describe.skipIf(!existsSync('/usr/bin/ssh-agent'))('a login by ssh-agent', () => {
  test('uses the key that it holds, and asks for no passphrase', async () => {
    const { host, fleet } = await embeddedHost();
    await startAgent(fleet.scratch, [fleet.identityFile]);
    encrypt(fleet.identityFile, secret);
    const operator = connecting();
    await operator.to(host);
    expect(operator.asked).toEqual([]);
  });

  test('finds the key in it also without a .pub file', async () => {
    const { host, fleet } = await embeddedHost();
    await startAgent(fleet.scratch, [fleet.identityFile]);
    encrypt(fleet.identityFile, secret);
    rmSync(`${fleet.identityFile}.pub`, { force: true });
    await connecting().to(host);
  });

  test('is offered only the configured key of many', async () => {
    const { host, fleet, server } = await embeddedHost();
    const others = Array.from({ length: 6 }, (_, i) => makeKey(fleet.scratch, `other${i}`));
    await startAgent(fleet.scratch, [...others, fleet.identityFile]);
    await connecting().to(host);
    expect(server.refusals).toBe(0);
  });

  test('leaves tries for the password behind it', async () => {
    const { host, fleet, server } = await embeddedHost(withPassword, {
      access: { password: secret, ways: [['password'], ['publickey', 'password']] },
    });
    const { identityFiles: _, ...plain } = host;
    const others = Array.from({ length: 6 }, (_, i) => makeKey(fleet.scratch, `other${i}`));
    await startAgent(fleet.scratch, others);
    await connecting({ answer: given }).to(plain);
    expect(server.refusals).toBe(3);
  });

  test('goes on with the files when the agent is gone', async () => {
    const { host, fleet } = await embeddedHost();
    makePublic(fleet.identityFile);
    vi.stubEnv('SSH_AUTH_SOCK', path.join(fleet.scratch, 'gone'));
    await connecting().to(host);
  });
});

describe('the name', () => {
  test("is the operator's own where the host has none", async () => {
    const { host } = await embeddedHost();
    const { user: _, ...nobody } = host;
    const { message } = await connecting().refusal(nobody);
    const { userInfo } = await import('node:os');
    expect(message).toContain(`login as ${userInfo().username} refused`);
  });

  test('of another host of the fleet has its own key', async () => {
    const fleet = await embeddedFleet({ count: 2 });
    const lines = readFileSync(fleet.knownHosts, 'utf8').trim().split('\n');
    expect(new Set(lines.map((line) => line.split(' ')[2])).size).toBe(2);
    await connecting().to(hostOf(fleet, 'web02').host);
  });
});

function encrypt(file: string, passphrase: string, cipher = 'aes256-ctr'): void {
  const how = ['-N', passphrase, '-a', '4', '-Z', cipher];
  execFileSync('ssh-keygen', ['-q', '-p', '-P', '', ...how, '-f', file]);
}

function makePublic(file: string): void {
  writeFileSync(`${file}.pub`, execFileSync('ssh-keygen', ['-y', '-f', file]));
}

function makeKey(folder: string, name: string): string {
  const file = path.join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  return file;
}

async function startAgent(folder: string, keys: readonly string[]): Promise<void> {
  const socket = path.join(folder, 'agent');
  const agent: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  onTestFinished(() => void agent.kill());
  await vi.waitUntil(() => existsSync(socket), { timeout: 5000 });
  const env = { ...process.env, SSH_AUTH_SOCK: socket };
  execFileSync('ssh-add', ['-q', ...keys], { env, stdio: 'ignore' });
  vi.stubEnv('SSH_AUTH_SOCK', socket);
}
