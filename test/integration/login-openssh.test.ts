import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openKey } from '../../src/app/secrets/open-key.ts';
import type { Host } from '../../src/domain/host.ts';
import type { Question } from '../../src/domain/question.ts';
import { plainHost } from '../support/case-host.ts';
import { connecting } from '../support/connecting.ts';
import { keyFolder, sshKey } from '../support/key-files.ts';
import { askCode, code, oathMissing, writeUsers } from '../support/one-time-codes.ts';
import { until } from '../support/processes.ts';
import { openShell } from '../support/program.ts';
import { Sandbox } from '../support/sandbox.ts';
import { startAgent } from '../support/ssh-agent.ts';
import { ownTmpMissing, Sshd, type SshdOptions, sshdMissing } from '../support/sshd.ts';
import { run } from '../support/without-screen.ts';

const missing = sshdMissing();
const password = 'correct horse';

/** A real server that is called by many names. */
async function server(options: SshdOptions = {}): Promise<Sshd> {
  const sshd = await Sshd.start({ loginShell: '/bin/sh', password, log: true, ...options });
  onTestFinished(() => sshd.stop());
  return sshd;
}

function inventoryOf(sandbox: Sandbox, sshd: Sshd, count: number, settings: object): string {
  const { user, port, knownHosts } = sshd;
  const defaults = { user, port, known_hosts: knownHosts, ...settings };
  const hosts = { [`h[001-${String(count).padStart(3, '0')}]`]: { address: '127.0.0.1' } };
  return sandbox.write('inventory.yaml', JSON.stringify({ version: 1, defaults, hosts }));
}

/** What a person types: the password where that is asked for, else the next code. */
function person(...numbers: number[]) {
  const codes = numbers.map(code);
  const answer = (question: Question) => [
    question.kind === 'keyboard' ? (codes.shift() ?? '') : password,
  ];
  return connecting({ answer });
}

const failures = (sshd: Sshd): number =>
  sshd.log().match(/^Failed (password|keyboard-interactive)/gm)?.length ?? 0;

describe.skipIf(missing)(
  `a login on real servers${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    test('with a wrong password fails three times at 100 hosts, which are all told', async () => {
      const sshd = await server();
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 100, { password: 'wrong' });
      const { status, err } = await run(
        'tutti',
        ['run', '@all', '--inventory', file, '--', 'hostname'],
        {
          sandbox,
        },
      );
      await expect.poll(() => failures(sshd)).toBe(3);
      expect(status).not.toBe(0);
      const told = err.match(
        new RegExp(
          `not tried: the password of ${sshd.user} was refused by h\\d+, h\\d+, h\\d+ – check user: and password:, then reconnect`,
          'g',
        ),
      );
      expect(told).toHaveLength(97);
      expect(err.match(/refused – check user: and password:/g)).toHaveLength(3);
    });

    test('of ssh itself fails three times too', async () => {
      const sshd = await server();
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 12, { password: 'wrong', transport: 'openssh' });
      const { err } = await run('tutti', ['run', '@all', '--inventory', file, '--', 'hostname'], {
        sandbox,
      });
      expect(err.match(/not tried: the password of/g)).toHaveLength(9);
      await expect.poll(() => failures(sshd)).toBe(3);
    });

    test('waits for somebody who types longer than servers wait, in one question', async () => {
      const sshd = await server({ config: ['LoginGraceTime 3'] });
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 3, { password: { prompt: 'once' } });
      const shell = await openShell({ args: ['@all', '--inventory', file], sandbox });
      await shell.sees('Enter answers');
      await shell.type('correct').sees('•••••••');
      await shell.sees('waited no longer');
      // The first is the test's own, to see whether it listens.
      const calls = () => sshd.log().match(/^Connection from/gm)?.length ?? 0;
      await until('all to come back', () => calls() > 6, 20_000);
      expect(shell.screen).toContain('•••••••');
      await shell.type(' horse').press('enter').sees('3 up');
      expect(failures(sshd)).toBe(0);
      expect(await shell.leave()).toBe(0);
    });

    test('with the right password is tried once, then everywhere', async () => {
      const sshd = await server();
      const sandbox = new Sandbox();
      const file = inventoryOf(sandbox, sshd, 20, { password });
      const { status, out } = await run(
        'tutti',
        ['run', '@all', '--inventory', file, '--', 'echo in'],
        {
          sandbox,
        },
      );
      expect({ status, lines: out.match(/: in$/gm)?.length }).toEqual({ status: 0, lines: 20 });
      expect(failures(sshd)).toBe(0);
    });
  },
);

describe.skipIf(missing)('an encrypted key', () => {
  test.each(['ed25519', 'ecdsa', 'rsa'])('of type %s signs for a real server', async (type) => {
    const sshd = await server();
    const file = sshKey(keyFolder(), type, password);
    appendFileSync(`${sshd.identityFile}.pub`, readFileSync(`${file}.pub`));
    const opened = await openKey(readFileSync(file, 'utf8'), password);
    const operator = connecting({
      answer: () => (opened.kind === 'opened' ? [opened.text] : null),
    });
    await operator.to(hostOf(sshd, { identityFiles: [file] }));
    expect(operator.asked.map(({ question }) => question)).toEqual([{ kind: 'identity', file }]);
    expect(sshd.log()).not.toMatch(/^Failed/m);
  });

  test('that the server does not want is not opened', async () => {
    const sshd = await server();
    const file = sshKey(keyFolder(), 'ed25519', password);
    const operator = person();
    await operator.to(hostOf(sshd, { identityFiles: [file] }));
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['password']);
  });
});

describe.skipIf(missing)('an agent with many keys', () => {
  test('offers the one that is configured, the last of twelve, and needs one try', async () => {
    const sshd = await server({ config: ['MaxAuthTries 3'] });
    const folder = keyFolder();
    const others = Array.from({ length: 11 }, (_, i) =>
      sshKey(folder, 'ed25519', '', ['-C', `${i}`]),
    );
    await startAgent(folder, [...others, sshd.identityFile]);
    const operator = connecting();
    await operator.to(hostOf(sshd, { identityFiles: [sshd.identityFile] }));
    expect(sshd.log()).not.toMatch(/^Failed/m);
    expect(operator.asked).toEqual([]);
  });
});

const noCodes = missing ?? ownTmpMissing() ?? oathMissing();
const settled = ['account required pam_permit.so', 'session required pam_permit.so'];

/** A server that asks by PAM. `rules`: of its auth stack; CODES stands for the file of the users' codes. */
async function asking(
  rules: readonly string[],
  methods: string,
  more: readonly string[] = [],
): Promise<Sshd> {
  const codes = path.join(mkdtempSync(path.join(tmpdir(), 'tutti-codes-')), 'users');
  onTestFinished(() => rmSync(path.dirname(codes), { recursive: true }));
  const pam = [...rules.map((rule) => rule.replace('CODES', codes)), ...settled];
  const sshd = await server({
    pam,
    config: [
      'UsePAM yes',
      'KbdInteractiveAuthentication yes',
      `AuthenticationMethods ${methods}`,
      ...more,
    ],
  });
  writeUsers(codes, sshd.user);
  return sshd;
}

const hostOf = (sshd: Sshd, change: Partial<Host> = {}): Host => ({
  ...plainHost,
  ...sshd.host,
  identityFiles: [],
  password: { kind: 'prompt' },
  ...change,
});

const byPassword = 'auth required pam_unix.so';
const byCode = askCode('CODES');
const codePrompt = (sshd: Sshd) => ({
  kind: 'keyboard',
  instructions: '',
  prompts: [{ text: `One-time password (OATH) for \`${sshd.user}': `, echo: false }],
});

describe.skipIf(noCodes)(`PAM of a real server${noCodes ? ` (skipped: ${noCodes})` : ''}`, () => {
  test('gets the password that it asks for', async () => {
    const sshd = await asking([byPassword], 'keyboard-interactive');
    const operator = person();
    await operator.to(hostOf(sshd));
    expect(operator.asked.map(({ question }) => question)).toEqual([
      { kind: 'password', user: sshd.user },
    ]);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['accepted']);
  });

  test('gets the password, then the code, round by round', async () => {
    const sshd = await asking([byPassword, byCode], 'keyboard-interactive');
    const operator = person(0);
    await operator.to(hostOf(sshd));
    expect(operator.asked.map(({ question }) => question)).toEqual([
      { kind: 'password', user: sshd.user },
      codePrompt(sshd),
    ]);
  });

  test('gets the code after the key', async () => {
    const sshd = await asking([byCode], 'publickey,keyboard-interactive');
    const operator = person(0);
    await operator.to(hostOf(sshd, { identityFiles: [sshd.identityFile] }));
    expect(operator.asked.map(({ question }) => question)).toEqual([codePrompt(sshd)]);
  });

  test('gets the code after a key of an agent that has many', async () => {
    const sshd = await asking([byCode], 'publickey,keyboard-interactive', ['MaxAuthTries 3']);
    const folder = keyFolder();
    const others = Array.from({ length: 4 }, (_, i) =>
      sshKey(folder, 'ed25519', '', ['-C', `${i}`]),
    );
    await startAgent(folder, [sshd.identityFile, ...others]);
    const operator = person(0);
    const { identityFiles: _, ...host } = hostOf(sshd);
    await operator.to(host);
    expect(operator.asked.map(({ question }) => question)).toEqual([codePrompt(sshd)]);
  });

  test('gets the password after the key', async () => {
    const sshd = await asking([byPassword], 'publickey,password');
    const operator = person();
    await operator.to(hostOf(sshd, { identityFiles: [sshd.identityFile] }));
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['password']);
  });

  test('gets the password twice where both methods are wanted', async () => {
    const sshd = await asking([byPassword], 'password,keyboard-interactive');
    const operator = person();
    await operator.to(hostOf(sshd));
    expect(operator.asked.map(({ question }) => question.kind)).toEqual(['password', 'password']);
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['accepted', 'accepted']);
  });

  test('fails once with a wrong code, which does not speak against the password', async () => {
    const sshd = await asking([byPassword, byCode], 'keyboard-interactive');
    const operator = person(1000);
    expect(await operator.refusal(hostOf(sshd))).toMatchObject({ kind: 'auth', retry: false });
    expect(operator.judged.map(({ verdict }) => verdict)).toEqual(['undecided']);
    await expect.poll(() => failures(sshd)).toBe(1);
  });

  test('is given a code of its own at each host; the password is typed once', async () => {
    const sshd = await asking([byPassword, byCode], 'keyboard-interactive');
    const sandbox = new Sandbox();
    const file = inventoryOf(sandbox, sshd, 2, { password: { prompt: 'once' } });
    const shell = await openShell({ args: ['@all', '--inventory', file], sandbox });
    const answer = async (label: string, typed: string) => {
      await shell.sees(label);
      await shell.type(typed).sees('•'.repeat(typed.length));
      await shell.press('enter').misses('•');
    };
    await answer('password of', password);
    await answer('One-time password', code(0));
    await answer('One-time password', code(1));
    await shell.sees('2 up');
    expect(await shell.leave()).toBe(0);
  });
});
