import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ParsedKey } from 'ssh2';
import { type IdentityQuestion, NotAnswered } from '../domain/question.ts';
import { shellQuote } from '../domain/shell-word.ts';
import { codeOf, messageOf } from '../domain/thrown.ts';
import { sshHome } from '../ssh-config/ssh-home.ts';
import { encryptionOf, unreadable } from './key-format.ts';
import { onlyPublic, parseKey } from './parse-key.ts';
import { isPublicKey, publicKeyOf } from './public-key.ts';

export type Ask = (question: IdentityQuestion) => Promise<readonly string[] | null>;

/** A key, or why there is none. */
export type Identity = OpenIdentity | EncryptedIdentity | { kind: 'missing'; why: string };

export type OpenIdentity =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'unusable'; readonly why: string };

export interface EncryptedIdentity {
  readonly kind: 'encrypted';
  /** Undefined if it cannot be read without opening the key. */
  readonly publicKey: ParsedKey | undefined;
  /** Opens it, once for everybody who wants it. */
  open(ask: Ask): Promise<OpenIdentity>;
}

/** ssh's default files, in its order (ssh_config(5), IdentityFile), as far as ssh2 can use them. */
export const defaultIdentityFiles = (home = sshHome()): string[] =>
  ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(home, '.ssh', name));

/** Each file is read, and asked for, once. */
const loaded = new Map<string, { readonly stamp: string; readonly identity: Identity }>();

export function loadIdentity(file: string): Identity {
  try {
    const stats = statSync(file);
    const { mtimeMs, size, mode, uid } = stats;
    // Not a key, so do not advise to change its mode: /dev/null, say.
    if (!stats.isFile())
      return { kind: 'unusable', why: `${file} is no file – name that of a key` };
    // As ssh does: what others can read is not a secret.
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) {
      if (isPublicKey(file)) return { kind: 'unusable', why: `${file}: ${onlyPublic}` };
      const why = `${file} can be read by others – run: chmod 600 ${shellQuote(file)}`;
      return { kind: 'unusable', why };
    }
    const stamp = `${mtimeMs} ${size}`;
    const known = loaded.get(file);
    if (known?.stamp === stamp) return known.identity;
    const identity = readIdentity(file);
    loaded.set(file, { stamp, identity });
    return identity;
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT'
      ? { kind: 'missing', why: `${file} does not exist` }
      : { kind: 'unusable', why: `${file} cannot be read (${code ?? messageOf(error)})` };
  }
}

function readIdentity(file: string): Identity {
  const bytes = readFileSync(file);
  const text = bytes.toString();
  bytes.fill(0);
  const cipher = encryptionOf(text);
  if (cipher === undefined) return parseIdentity(text, file);
  const why = unreadable(cipher, file);
  return why === undefined ? encrypted(file) : { kind: 'unusable', why };
}

/** bcrypt takes half a second, so the key is opened in another process, once for all workers. */
function encrypted(file: string): EncryptedIdentity {
  let opening: Promise<OpenIdentity> | undefined;
  const open = async (ask: Ask) => {
    const opened = await askIdentity({ kind: 'identity', file }, file, ask);
    // If it was declined, ask again at the next connect.
    if (opened.kind !== 'key') opening = undefined;
    return opened;
  };
  return {
    kind: 'encrypted',
    publicKey: publicKeyOf(file),
    open(ask) {
      opening ??= open(ask);
      return opening;
    },
  };
}

/** `name` is what errors call the key. */
export async function askIdentity(
  question: IdentityQuestion,
  name: string,
  ask: Ask,
): Promise<OpenIdentity> {
  try {
    const [text] = (await ask(question)) ?? [];
    if (text !== undefined) return parseIdentity(text, name);
    return { kind: 'unusable', why: `${name} was not given` };
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error;
    return { kind: 'unusable', why: error.message };
  }
}

function parseIdentity(text: string, name: string): OpenIdentity {
  const parsed = parseKey(text);
  if (parsed.kind === 'key') return parsed;
  const why = parsed.kind === 'locked' ? 'it is encrypted' : parsed.why;
  return { kind: 'unusable', why: `${name}: ${why.replaceAll('FILE', shellQuote(name))}` };
}
