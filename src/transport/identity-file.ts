import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';
import type { Question } from '../domain/question.ts';
import { quote } from './shell-text.ts';

const { utils } = ssh2;

export type Ask = (question: Question) => Promise<readonly string[] | null>;

/** A key that can sign, or why there is none. */
export type Identity =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'missing' | 'unusable'; readonly why: string };

/** ssh's own, in its order (ssh_config(5), IdentityFile), as far as ssh2 can use them. */
export const defaultIdentityFiles = (home = homedir()): string[] =>
  ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(home, '.ssh', name));

const tries = 3; // NumberOfPasswordPrompts of ssh_config(5)

/** Decrypting takes bcrypt half a second of this process: each file is read, and asked for, once. */
const loaded = new Map<string, { readonly stamp: string; readonly identity: Promise<Identity> }>();

export async function loadIdentity(file: string, ask: Ask): Promise<Identity> {
  try {
    const { mtimeMs, size, mode, uid } = statSync(file);
    // As ssh does: what others can read is no secret any more.
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) {
      const why = `${file} can be read by others – run: chmod 600 ${quote(file)}`;
      return { kind: 'unusable', why };
    }
    const stamp = `${mtimeMs} ${size}`;
    const known = loaded.get(file);
    if (known?.stamp === stamp) return await known.identity;
    const identity = parseIdentity(readFileSync(file), file, ask);
    loaded.set(file, { stamp, identity });
    const { kind } = await identity;
    // A passphrase that was declined may be given at the next connect.
    if (kind !== 'key') loaded.delete(file);
    return await identity;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { kind: 'missing', why: `${file} does not exist` }
      : { kind: 'unusable', why: `${file} cannot be read (${code ?? (error as Error).message})` };
  }
}

/** `file` names the key in questions and errors. */
export async function parseIdentity(
  text: Buffer | string,
  file: string,
  ask: Ask,
): Promise<Identity> {
  let parsed = parse(text);
  for (let attempt = 0; attempt < tries && needsPassphrase(parsed); attempt++) {
    const again = attempt > 0 ? { again: true as const } : {};
    const [passphrase] = (await ask({ kind: 'passphrase', file, ...again })) ?? [];
    if (passphrase === undefined)
      return { kind: 'unusable', why: `the passphrase of ${file} was not given` };
    parsed = parse(text, passphrase);
  }
  if (parsed instanceof Error) return { kind: 'unusable', why: `${file}: ${wording(parsed)}` };
  return parsed.isPrivateKey()
    ? { kind: 'key', key: parsed }
    : { kind: 'unusable', why: `${file} is a public key – name the private one` };
}

function parse(text: Buffer | string, passphrase?: string): ParsedKey | Error {
  const parsed = utils.parseKey(text, passphrase) as ParsedKey | ParsedKey[] | Error;
  return Array.isArray(parsed) ? (parsed[0] ?? new Error('no key in it')) : parsed;
}

const needsPassphrase = (parsed: ParsedKey | Error): boolean =>
  parsed instanceof Error &&
  /no passphrase given|integrity check failed|bad passphrase|bad decrypt/i.test(parsed.message);

function wording({ message }: Error): string {
  if (/unsupported key format/i.test(message)) {
    return 'this key format cannot be read – write it anew: ssh-keygen -p -f FILE';
  }
  return /integrity|passphrase|decrypt/i.test(message) ? 'the passphrase is wrong' : message;
}
