import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openKey } from '../../../src/app/secrets/open-key.ts';
import { OpenedKeys } from '../../../src/app/secrets/opened-keys.ts';
import type { Host } from '../../../src/domain/host.ts';
import { Secret } from '../../../src/domain/secret.ts';
import { encryptionOf } from '../../../src/transport/key-format.ts';
import { parseKey } from '../../../src/transport/parse-key.ts';
import { fromPkcs8 } from '../../../src/transport/pkcs8.ts';
import { keyFolder, pkcs8Key, publicHalf, sshKey } from '../../support/key-files.ts';

const passphrase = 'correct horse';

describe('an encrypted key is opened:', () => {
  test.each([
    ['ed25519', []],
    ['ecdsa', []],
    ['rsa', ['-b', '2048']],
    ['ed25519', ['-Z', 'aes256-gcm@openssh.com']],
    ['rsa', ['-b', '2048', '-m', 'PEM']],
    ['rsa', ['-b', '2048', '-m', 'PKCS8']],
    ['ecdsa', ['-m', 'PKCS8']],
  ])('%s of ssh-keygen %j', async (type, more) => {
    const file = sshKey(keyFolder(), type, passphrase, more);
    const { keys, asked } = operator([passphrase]);
    const text = await opened(keys.file(host('a'), file));
    expect(encryptionOf(text)).toBeUndefined();
    const parsed = parseKey(text);
    expect(parsed.kind === 'key' && parsed.key.getPublicSSH()).toEqual(publicHalf(file));
    expect(asked).toEqual([{ kind: 'passphrase', file }]);
  });

  test.each(['ED25519', 'RSA', 'EC ec_paramgen_curve:P-256', 'EC ec_paramgen_curve:P-521'])(
    'PKCS#8 of openssl, %s',
    async (algorithm) => {
      const file = pkcs8Key(keyFolder(), algorithm, passphrase);
      const { keys } = operator([passphrase]);
      const text = await opened(keys.file(host('a'), file));
      expect(signs(text, `${file}.spki`)).toBe(true);
    },
  );
});

describe('a plain PKCS#8 key', () => {
  test.each(['ED25519', 'RSA', 'EC ec_paramgen_curve:P-256', 'EC ec_paramgen_curve:P-384'])(
    'is read: %s',
    (algorithm) => {
      const file = pkcs8Key(keyFolder(), algorithm);
      expect(signs(readFileSync(file, 'utf8'), `${file}.spki`)).toBe(true);
    },
  );

  test('of a kind that SSH has not is refused by name', () => {
    const parsed = parseKey(readFileSync(pkcs8Key(keyFolder(), 'X25519'), 'utf8'));
    expect(parsed).toEqual({
      kind: 'unusable',
      why: 'a key of kind x25519 is of no use for SSH',
    });
  });
});

test('ssh reads what is made of an ed25519 key in PKCS#8', () => {
  const folder = keyFolder();
  const text = fromPkcs8(readFileSync(pkcs8Key(folder, 'ED25519'), 'utf8'));
  writeFileSync(`${folder}/key`, text, { mode: 0o600 });
  const parsed = parseKey(text);
  const shown = execFileSync('ssh-keygen', ['-y', '-f', `${folder}/key`])
    .toString()
    .split(' ')[1];
  expect(parsed.kind === 'key' && parsed.key.getPublicSSH().toString('base64')).toBe(shown?.trim());
});

describe('one key', () => {
  test('is asked for and opened once, however many hosts want it', async () => {
    const file = sshKey(keyFolder(), 'ed25519', passphrase);
    const { keys, asked } = operator([passphrase]);
    const texts = await Promise.all(
      ['a', 'b', 'c'].map((name) => opened(keys.file(host(name), file))),
    );
    expect(new Set(texts).size).toBe(1);
    const text = new Secret(readFileSync(file, 'utf8'));
    expect(await opened(keys.text(host('d'), text))).toBe(texts[0]);
    expect(asked).toHaveLength(1);
  });

  test('has its passphrase typed right once for all that open it themselves', async () => {
    const file = sshKey(keyFolder(), 'ed25519', passphrase);
    const { keys, asked } = operator(['wrong', passphrase]);
    const question = { kind: 'passphrase', file } as const;
    const given = await Promise.all(
      ['a', 'b', 'c'].map((name) => keys.passphrase(host(name), question)),
    );
    expect(given).toEqual([[passphrase], [passphrase], [passphrase]]);
    expect(asked).toEqual([question, { ...question, again: true }]);
  });

  test('that we cannot read ourselves has its passphrase believed', async () => {
    const { keys } = operator(['typed']);
    const question = { kind: 'passphrase', file: '/none/such' } as const;
    expect(await keys.passphrase(host('a'), question)).toEqual(['typed']);
  });

  test('is asked for again when the passphrase was wrong, three times at most', async () => {
    const file = sshKey(keyFolder(), 'ed25519', passphrase);
    const { keys, asked } = operator(['wrong', 'worse', 'worst']);
    await expect(keys.file(host('a'), file)).rejects.toThrow(
      `${file}: the passphrase is wrong – ssh-add '${file}' spares it`,
    );
    expect(asked.map(({ again }) => again)).toEqual([undefined, true, true]);
    const second = operator(['wrong', passphrase]);
    expect(encryptionOf(await opened(second.keys.file(host('a'), file)))).toBeUndefined();
  });

  test('that was declined is not asked for again until it is wanted anew', async () => {
    const file = sshKey(keyFolder(), 'ed25519', passphrase);
    const { keys, asked } = operator([undefined, passphrase]);
    for (const name of ['a', 'b']) {
      await expect(keys.file(host(name), file)).rejects.toThrow(
        `the passphrase of ${file} was not given – ssh-add '${file}' spares it`,
      );
    }
    expect(asked).toHaveLength(1);
    keys.forgetRefusals();
    await opened(keys.file(host('a'), file));
    expect(asked).toHaveLength(2);
  });

  test('that is encrypted by chacha20-poly1305 is refused before anybody is asked', async () => {
    const more = ['-Z', 'chacha20-poly1305@openssh.com'];
    const file = sshKey(keyFolder(), 'ed25519', passphrase, more);
    const { keys, asked } = operator([]);
    await expect(keys.file(host('a'), file)).rejects.toThrow(
      `is encrypted by chacha20-poly1305@openssh.com, which cannot be read here – write it anew: ssh-keygen -p -Z aes256-ctr -f '${file}', or run: ssh-add '${file}'`,
    );
    expect(asked).toEqual([]);
  });
});

describe('a passphrase for a program that opens the file itself', () => {
  const question = { kind: 'passphrase', file: '/home/me/id' } as const;
  const again = { ...question, again: true } as const;
  const hosts = ['a', 'b', 'c'].map(host);

  test('is typed once for all hosts', async () => {
    const { keys, asked } = operator([passphrase]);
    const given = await Promise.all(hosts.map((each) => keys.passphrase(each, question)));
    expect(given).toEqual([[passphrase], [passphrase], [passphrase]]);
    expect(asked).toHaveLength(1);
  });

  test('is typed once more for all hosts when it was wrong', async () => {
    const { keys, asked } = operator(['wrong', passphrase]);
    await Promise.all(hosts.map((each) => keys.passphrase(each, question)));
    const given = await Promise.all(hosts.map((each) => keys.passphrase(each, again)));
    expect(given).toEqual([[passphrase], [passphrase], [passphrase]]);
    expect(asked).toEqual([question, again]);
  });

  test('that is declined is asked for at a reconnect', async () => {
    const { keys, asked } = operator([undefined, passphrase]);
    for (const each of hosts) expect(await keys.passphrase(each, question)).toBeNull();
    keys.forgetRefusals();
    expect(await keys.passphrase(host('a'), question)).toEqual([passphrase]);
    keys.forgetRefusals();
    expect(await keys.passphrase(host('b'), question)).toEqual([passphrase]);
    expect(asked).toHaveLength(2);
  });
});

test('opening a key leaves this process free for others', async () => {
  const file = sshKey(keyFolder(), 'ed25519', passphrase, ['-a', '60']);
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  await openKey(readFileSync(file, 'utf8'), passphrase);
  clearInterval(timer);
  // bcrypt with 60 rounds takes a second or more; here it would let no timer come up at all.
  expect(turns).toBeGreaterThan(10);
});

const host = (name: string): Host => ({ name, address: name, shell: 'auto', vars: {} });

const opened = async (key: Promise<Secret>): Promise<string> => (await key).use((text) => text);

/** Somebody who types these, one after the other. */
function operator(typed: readonly (string | undefined)[]) {
  const asked: { readonly kind: string; readonly again?: true }[] = [];
  const keys = new OpenedKeys({
    open: openKey,
    async prompt(_host, question) {
      const answer = typed[asked.length];
      asked.push(question);
      return answer === undefined ? null : [answer];
    },
  });
  return { keys, asked };
}

/** Whether it is the private half of that public one, and signs. */
function signs(text: string, spki: string): boolean {
  const parsed = parseKey(text);
  if (parsed.kind !== 'key') throw new Error(parsed.kind === 'unusable' ? parsed.why : 'locked');
  const { key } = parsed;
  const data = Buffer.from('a challenge');
  const hash = key.type === 'ssh-rsa' ? 'sha256' : undefined;
  const signature = key.sign(data, hash);
  if (signature instanceof Error) throw signature;
  const wanted = createPublicKey(readFileSync(spki));
  return (
    createPublicKey(key.getPublicPEM()).equals(wanted) && key.verify(data, signature, hash) === true
  );
}
