import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ParsedKey } from 'ssh2';
import type { Question } from '../domain/question.ts';
import { encryptionOf, unreadable } from './key-format.ts';
import { parseKey } from './parse-key.ts';
import { quote } from './shell-text.ts';

export type Ask = (question: Question) => Promise<readonly string[] | null>;

/** A key that can sign, or why there is none; `locked`: whoever was asked has said why. */
export type Identity =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'locked' }
  | { readonly kind: 'missing' | 'unusable'; readonly why: string };

/** ssh's own, in its order (ssh_config(5), IdentityFile), as far as ssh2 can use them. */
export const defaultIdentityFiles = (home = homedir()): string[] =>
  ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(home, '.ssh', name));

/** An encrypted one is opened outside, once for all workers; each of them reads and asks for it once. */
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
    const identity = readIdentity(file, ask);
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

async function readIdentity(file: string, ask: Ask): Promise<Identity> {
  const bytes = readFileSync(file);
  const text = bytes.toString();
  bytes.fill(0);
  const cipher = encryptionOf(text);
  if (cipher === undefined) return parseIdentity(text, file);
  const why = unreadable(cipher, file);
  if (why !== undefined) return { kind: 'unusable', why };
  const [opened] = (await ask({ kind: 'identity', file })) ?? [];
  return opened === undefined ? { kind: 'locked' } : parseIdentity(opened, file);
}

/** `file` names the key in errors. */
export function parseIdentity(text: string, file: string): Identity {
  const parsed = parseKey(text);
  return parsed.kind === 'unusable'
    ? { kind: 'unusable', why: `${file}: ${parsed.why.replaceAll('FILE', quote(file))}` }
    : parsed;
}
