import type { ParsedKey } from 'ssh2';
import type { Opened } from './key-format.ts';
import { fromPkcs8, isPkcs8 } from './pkcs8.ts';
import { ssh2Parts } from './ssh2-parts.ts';

/** A key that can sign, one that the passphrase does not open, or why it is of no use. */
export type Parsed =
  | { readonly kind: 'key'; readonly key: ParsedKey }
  | { readonly kind: 'locked' }
  | { readonly kind: 'unusable'; readonly why: string };

export const onlyPublic = 'this is a public key – name the private one, or give that to ssh-agent';

/** Encrypted keys take half a second to several seconds, which blocks everything else (bcrypt in JavaScript). */
export function parseKey(text: string, passphrase?: string): Parsed {
  try {
    const readable = isPkcs8(text) ? fromPkcs8(text, passphrase) : text;
    const parsed = ssh2Parts().parseKey(readable, passphrase) as ParsedKey | ParsedKey[] | Error;
    const key = Array.isArray(parsed) ? (parsed[0] ?? new Error('no key in it')) : parsed;
    if (key instanceof Error) return refusal(key);
    return key.isPrivateKey() ? { kind: 'key', key } : { kind: 'unusable', why: onlyPublic };
  } catch (error) {
    return refusal(error as Error);
  }
}

function refusal({ message }: Error): Parsed {
  if (/passphrase|integrity check failed|decrypt|DECRYPT|interrupted or cancelled/.test(message)) {
    return { kind: 'locked' };
  }
  const why = /unsupported key format/i.test(message)
    ? 'this key format cannot be read – write it anew: ssh-keygen -p -f FILE'
    : message;
  return { kind: 'unusable', why };
}

/** Opens a key: its text without encryption. */
export function openKey(text: string, passphrase: string): Opened {
  const parsed = parseKey(text, passphrase);
  return parsed.kind === 'key' ? { kind: 'opened', text: parsed.key.getPrivatePEM() } : parsed;
}
