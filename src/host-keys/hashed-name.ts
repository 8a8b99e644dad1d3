import { hash } from 'node:crypto';

/** `|1|salt|hash` (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), the salt decoded. */
export interface HashedName {
  readonly salt: Buffer;
  /** Base64. */
  readonly hash: string;
}

/** Bytes of a SHA-1; ssh takes no salt of another length. */
const digestLength = 20;
/** Bytes that SHA-1 works on at once. */
const block = 64;

/** Undefined: a broken one, or of a kind that is not known. */
export function parseHashedName(text: string): HashedName | undefined {
  const [empty, version, salt = '', hash, ...more] = text.split('|');
  if (empty !== '' || version !== '1' || !hash || more.length > 0) return undefined;
  const bytes = Buffer.from(salt, 'base64');
  return bytes.length === digestLength ? { salt: bytes, hash } : undefined;
}

/**
 * HMAC-SHA1 of the name (RFC 2104). Each host is looked up in thousands of lines, and node:crypto's own takes five times
 * as long: it makes a stream for each.
 */
export function isHashOf({ salt, hash: wanted }: HashedName, name: string): boolean {
  const inner = Buffer.alloc(block + Buffer.byteLength(name), 0x36);
  const outer = Buffer.alloc(block + digestLength, 0x5c);
  for (const [i, byte] of salt.entries()) {
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  inner.write(name, block);
  hash('sha1', inner, 'buffer').copy(outer, block);
  return hash('sha1', outer, 'base64') === wanted;
}
