import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Host, SecretSource } from '../../src/domain/host.ts';
import { Secret } from '../../src/domain/secret.ts';
import { fromKeyring } from '../../src/inventory/keyring.ts';
import { fromCommand } from '../../src/inventory/password-command.ts';
import { secretSources, takeFromEnvironment } from '../../src/inventory/secret-sources.ts';

const text = async (secret: Promise<Secret>) => (await secret).use((value) => value);
const sh = (script: string, limits?: Parameters<typeof fromCommand>[1]) =>
  fromCommand(['sh', '-c', script], limits);

describe('a password_command', () => {
  test.each([
    ['printf secret', 'secret'],
    ['echo secret; echo login: deploy', 'secret'],
    ['printf "secret\\r\\nmore\\r\\n"', 'secret'],
    ['printf " a b "', ' a b '],
    ['printf "pässwörd\\n"', 'pässwörd'],
    // What it leaves running keeps the pipe open.
    ['echo secret; sleep 30 &', 'secret'],
  ])('gives its first line: %s', async (script, secret) => {
    expect(await text(sh(script))).toBe(secret);
  });

  test('is run without a shell', async () => {
    expect(await text(fromCommand(['printf', '%s', '$HOME; `id` *']))).toBe('$HOME; `id` *');
  });

  test('reads nothing from the terminal', async () => {
    await expect(sh('cat')).rejects.toThrow('it printed nothing');
  });

  test.each([
    ['exit 3', 'password_command sh: exit 3 – try it by itself, then reconnect'],
    [
      'echo gpg: decryption failed >&2; echo No secret key >&2; exit 2',
      'password_command sh: exit 2: gpg: decryption failed / No secret key – ',
    ],
    ['kill -TERM $$', 'ended by SIGTERM'],
    ['echo', 'it printed nothing'],
    ['yes | head -c 70000', 'it printed more than 64 KB'],
    ['exec yes', 'it printed more than 64 KB'],
  ])('that fails is told with what it said: %s', async (script, message) => {
    await expect(sh(script)).rejects.toThrow(message);
  });

  test('that does not exist is named', async () => {
    await expect(fromCommand(['/nowhere/pass'])).rejects.toThrow(
      'password_command /nowhere/pass: there is no such program – ',
    );
  });

  test('that does not end is ended', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'tutti-command-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const endless = sh(`echo $$ > ${folder}/pid; exec sleep 600`, { timeout: 300, most: 100 });
    await expect(endless).rejects.toThrow('no end after 0.3 s');
    const pid = Number(readFileSync(`${folder}/pid`, 'utf8'));
    await expect.poll(() => alive(pid)).toBe(false);
  });
});

describe('the same password', () => {
  test.each<[string, SecretSource, SecretSource, boolean]>([
    ['text', { kind: 'stored' }, { kind: 'stored' }, true],
    ['variable', { kind: 'env', name: 'A' }, { kind: 'env', name: 'A' }, true],
    ['variables', { kind: 'env', name: 'A' }, { kind: 'env', name: 'B' }, false],
    ['program', { kind: 'command', argv: ['a'] }, { kind: 'command', argv: ['a'] }, true],
    ['programs', { kind: 'command', argv: ['a', 'b'] }, { kind: 'command', argv: ['a b'] }, false],
    ['service', { kind: 'keyring', service: 'a' }, { kind: 'keyring', service: 'a' }, true],
    ['services', { kind: 'keyring', service: 'a' }, { kind: 'keyring', service: 'b' }, false],
  ])('is known by its %s', (_, one, other, same) => {
    const { of } = secretSources({ passwords: stored({ a: 'x', b: 'x' }) }, new Map());
    const [a, b] = [of(host('a', one), 'u'), of(host('b', other), 'u')];
    expect(a?.key === b?.key).toBe(same);
  });

  test('in the text of two hosts is told from another by a key that does not show it', () => {
    const passwords = stored({ a: 'hunter2', b: 'hunter2', c: 'hunter3' });
    const { of } = secretSources({ passwords }, new Map());
    const [a, b, c] = ['a', 'b', 'c'].map((name) => of(host(name, { kind: 'stored' }), 'u')?.key);
    expect(a).toBe(b);
    expect(a).not.toBe(c);
    expect(a).not.toContain('hunter2');
  });
});

describe('a variable', () => {
  test('is taken out of the environment', async () => {
    const env = { WEB: 'secret', PATH: '/bin' };
    const web = host('a', { kind: 'env', name: 'WEB' });
    const { of } = secretSources({ passwords: new Map() }, takeFromEnvironment([web], env));
    expect(env).toEqual({ PATH: '/bin' });
    expect(await text(of(web, 'u')?.find() ?? Promise.reject())).toBe('secret');
  });

  test('that is not there is named', async () => {
    const { of } = secretSources({ passwords: new Map() }, new Map());
    await expect(of(host('a', { kind: 'env', name: 'WEB' }), 'u')?.find()).rejects.toThrow(
      'password_env: WEB is not set – set it before tutti starts',
    );
  });
});

describe('the keyring', () => {
  const holding = (entries: Readonly<Record<string, string>>) => async () => ({
    AsyncEntry: class {
      readonly #key: string;
      constructor(service: string, user: string) {
        this.#key = `${user}@${service}`;
      }
      async getPassword() {
        if (this.#key === 'locked@web') throw new Error('the collection is locked');
        return entries[this.#key] ?? null;
      }
    },
  });

  test('is asked by service and user', async () => {
    expect(await text(fromKeyring('web', 'deploy', holding({ 'deploy@web': 's' })))).toBe('s');
  });

  test.each([
    ['deploy', 'the keyring has no password of deploy under web – store it there'],
    ['locked', 'the keyring cannot be read: the collection is locked – unlock it'],
  ])('that does not give the password of %s says why', async (user, message) => {
    await expect(fromKeyring('web', user, holding({}))).rejects.toThrow(message);
  });

  test('that is not installed is told with how to install it', async () => {
    await expect(fromKeyring('web', 'deploy')).rejects.toThrow(
      'keyring: there is no @napi-rs/keyring here – run: npm install -g @napi-rs/keyring',
    );
  });
});

const host = (name: string, password: SecretSource): Host => ({
  name,
  address: name,
  shell: 'auto',
  vars: {},
  password,
});

const stored = (values: Readonly<Record<string, string>>) =>
  new Map(Object.entries(values).map(([name, value]) => [name, new Secret(value)]));

function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
