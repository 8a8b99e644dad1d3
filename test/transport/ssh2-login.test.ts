import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Host, SecretSource } from '../../src/domain/host.ts';
import { NotAnswered, type Question } from '../../src/domain/question.ts';
import { connecting, output } from '../support/connecting.ts';
import { embeddedFleet, embeddedHost, hostOf } from '../support/embedded-fleet.ts';
import { sshKey } from '../support/key-files.ts';
import { startAgent } from '../support/ssh-agent.ts';

const prompt: SecretSource = { kind: 'prompt' };
const stored: SecretSource = { kind: 'stored' };
const secret = 'correct horse';
const byPassword = { password: secret, ways: [['password']] } as const;
const byKeyboard = { password: secret, ways: [['keyboard-interactive']] } as const;
/** The password, then a code, then two things at once. */
const byCode = {
  ways: [['keyboard-interactive']],
  rounds: [
    [{ prompt: 'Password: ', echo: false, answer: secret }],
    [{ prompt: 'Code: ', echo: true, answer: '1' }],
    [
      { prompt: 'Password of the second factor: ', echo: false, answer: '2' },
      { prompt: 'Colour: ', echo: true, answer: '3' },
    ],
  ],
} as const;
const given = () => [secret];
/** Types the password where it is asked for, else the next of these. */
const codes = (...rest: string[]) => {
  return (question: Question) =>
    question.kind === 'keyboard' ? question.prompts.map(() => rest.shift() ?? '') : [secret];
};
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

  test('has no key opened that the server does not take', async () => {
    const fleet = await embeddedFleet({
      count: 2,
      access: { password: secret, ways: [['password']] },
    });
    encrypt(fleet.identityFile, secret);
    const operator = connecting({ answer: given });
    const { host } = hostOf(fleet, 'web01', { password: stored });
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['password']);
  });

  test('has a key opened first where its public half is not to be had', async () => {
    const { host, fleet } = await embeddedHost();
    const file = sshKey(fleet.scratch, 'rsa', secret, ['-b', '2048', '-m', 'PEM']);
    rmSync(`${file}.pub`);
    const operator = connecting();
    await operator.refusal({ ...host, identityFiles: [file] });
    expect(operator.asked.map(({ question }) => question)).toEqual([{ kind: 'identity', file }]);
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

  test.each(['/dev/null', '/tmp'])(
    'says that %s is no key, and not to change its mode',
    async (file) => {
      const { host } = await embeddedHost({ identityFiles: [file] });
      expect((await connecting().refusal(host)).message).toContain(
        `(${file} is no file – name that of a key)`,
      );
    },
  );

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

  test('tries a wrong one of the inventory exactly once', async () => {
    const access = { password: secret, ways: [['password'], ['keyboard-interactive']] } as const;
    const { host, server } = await embeddedHost({ ...withPassword, password: stored }, { access });
    const operator = connecting({ answer: () => ['wrong'] });
    const refusal = await operator.refusal(host);
    expect(operator.judged).toEqual([{ jump: undefined, verdict: 'refused' }]);
    expect(refusal).toEqual({
      kind: 'auth',
      message: 'login as demo refused – check user: and password:',
      retry: false,
    });
    expect(server.refusals).toBe(1);
  });

  test('that was mistyped is asked for again in the same login, three times at most', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byPassword });
    const typed = ['wrong', secret];
    const operator = connecting({ answer: () => [typed.shift() ?? ''] });
    await operator.to(host);
    expect(server.refusals).toBe(1);
    expect(operator.asked.map(({ question }) => 'again' in question)).toEqual([false, true]);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['refused', 'accepted']);

    const stubborn = connecting({ answer: () => ['wrong'] });
    expect(await stubborn.refusal(host)).toMatchObject({ kind: 'auth', retry: false });
    expect(stubborn.asked).toHaveLength(3);
    expect(server.refusals).toBe(4);

    const once = connecting({ answer: () => ['wrong'] });
    await once.refusal({ ...host, sshOptions: { NumberOfPasswordPrompts: '1' } });
    expect(once.asked).toHaveLength(1);
  });

  test('that nobody gives for a reason is told by that alone', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byPassword });
    const answer = () => {
      throw new NotAnswered('not tried: the password of demo was refused by web02 – check it');
    };
    expect(await connecting({ answer }).refusal(host)).toEqual({
      kind: 'auth',
      message: 'not tried: the password of demo was refused by web02 – check it',
      retry: false,
    });
    expect(server.refusals).toBe(0);
  });

  test('sends nothing when none is given', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byPassword });
    const { message } = await connecting().refusal(host);
    expect(message).toMatch(/\(no password was given\) – give it when it is asked for/);
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
    const operator = connecting({ answer: given });
    const refusal = await operator.refusal(host);
    expect(refusal).toMatchObject({ kind: 'auth', retry: false });
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['refused']);
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
    expect(operator.asked.map(({ question }) => question)).toEqual([
      { kind: 'password', user: 'demo' },
    ]);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['accepted']);
    expect(server.refusals).toBe(0);
  });

  test.each([
    [withPassword, 3],
    [{ ...withPassword, password: stored }, 1],
    [{ identityFiles: [] }, 1],
  ])('costs a wrong answer of %j %i refusals', async (change, refusals) => {
    const { host, server } = await embeddedHost(change, { access: byKeyboard });
    expect(await connecting({ answer: () => ['wrong'] }).refusal(host)).toMatchObject({
      kind: 'auth',
      retry: false,
    });
    expect(server.refusals).toBe(refusals);
  });

  test('asks for several things at once and round by round, the password by its own name', async () => {
    const { host } = await embeddedHost(withPassword, { access: byCode });
    const operator = connecting({ answer: codes('1', '2', '3') });
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question)).toEqual([
      { kind: 'password', user: 'demo' },
      { kind: 'keyboard', instructions: '', prompts: [{ text: 'Code: ', echo: true }] },
      {
        kind: 'keyboard',
        instructions: '',
        prompts: [
          { text: 'Password of the second factor: ', echo: false },
          { text: 'Colour: ', echo: true },
        ],
      },
    ]);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['accepted']);
  });

  test('leaves open who was wrong when the password was not the only answer', async () => {
    const { host, server } = await embeddedHost(withPassword, { access: byCode });
    const operator = connecting({ answer: codes('1', '2', 'wrong') });
    expect(await operator.refusal(host)).toMatchObject({ kind: 'auth' });
    expect(server.refusals).toBe(1);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['undecided']);
  });

  test('does not give the password for what is called so but is none', async () => {
    const instructions = 'Second factor\r\n  1. by phone\x1b[2J';
    const rounds = [[{ instructions, prompt: 'One-time password: ', echo: false, answer: '42' }]];
    const access = { ...byKeyboard, rounds };
    const { host } = await embeddedHost({ ...withPassword, password: stored }, { access });
    const operator = connecting({ answer: () => ['42'] });
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question)).toEqual([
      {
        kind: 'keyboard',
        instructions: 'Second factor\n  1. by phone^[[2J',
        prompts: [{ text: 'One-time password: ', echo: false }],
      },
    ]);
  });
});

describe('a login in two steps', () => {
  test.each([
    [['publickey', 'password'], ['password']],
    [['publickey', 'keyboard-interactive'], ['password']],
    [['password', 'publickey'], ['password']],
    [
      ['password', 'keyboard-interactive'],
      ['password', 'password'],
    ],
    [['keyboard-interactive', 'publickey'], ['password']],
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

describe('a second factor', () => {
  test.each([[['password']], [['publickey']]] as const)('comes after %j', async ([first]) => {
    const rounds = [[{ prompt: 'Verification code: ', echo: false, answer: '123456' }]];
    const ways = [[first, 'keyboard-interactive']] as const;
    const { host, server } = await embeddedHost(
      { password: prompt, ...(first === 'password' && { identityFiles: [] }) },
      { access: { password: secret, rounds, ways } },
    );
    const operator = connecting({ answer: codes('123456') });
    await operator.to(host);
    expect(operator.asked.at(-1)?.question).toEqual({
      kind: 'keyboard',
      instructions: '',
      prompts: [{ text: 'Verification code: ', echo: false }],
    });
    expect(operator.asked).toHaveLength(first === 'password' ? 2 : 1);
    expect(server.refusals).toBe(0);
  });

  test('that is wrong does not speak against the password before it', async () => {
    const rounds = [[{ prompt: 'Verification code: ', echo: false, answer: '123456' }]];
    const ways = [['password', 'keyboard-interactive']] as const;
    const { host } = await embeddedHost(
      { password: prompt },
      { access: { password: secret, rounds, ways } },
    );
    const operator = connecting({ answer: codes('654321') });
    expect(await operator.refusal(host)).toMatchObject({ kind: 'auth' });
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['accepted']);
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

  test('finds it by its public half, where that is all that is here', async () => {
    const { host, fleet, server } = await embeddedHost();
    const other = makeKey(fleet.scratch, 'other');
    await startAgent(fleet.scratch, [other, fleet.identityFile]);
    makePublic(fleet.identityFile);
    rmSync(fleet.identityFile);
    await connecting().to({ ...host, identityFiles: [`${fleet.identityFile}.pub`] });
    expect(server.refusals).toBe(0);
    const foreign = { ...host, identityFiles: [`${makeKey(fleet.scratch, 'third')}.pub`] };
    expect((await connecting().refusal(foreign)).message).toMatch(
      /third\.pub: this is a public key – name the private one, or give that to ssh-agent/,
    );
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

  test.each([
    ['publickey', 'keyboard-interactive'],
    ['password', 'publickey', 'keyboard-interactive'],
  ] as const)('is one step of several: %s, %s %s', async (...way) => {
    const rounds = [[{ prompt: 'Code: ', echo: true, answer: '1' }]];
    const { host, fleet, server } = await embeddedHost(
      { password: stored },
      { access: { password: secret, rounds, ways: [way] } },
    );
    const others = Array.from({ length: 3 }, (_, i) => makeKey(fleet.scratch, `other${i}`));
    await startAgent(fleet.scratch, [fleet.identityFile, ...others]);
    const { identityFiles: _, ...plain } = host;
    await connecting({ answer: codes('1') }).to(plain);
    // Before the password nothing but the agent's keys can be asked for; after its step none is offered.
    expect(server.refusals).toBe(way[0] === 'password' ? 3 : 0);
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
