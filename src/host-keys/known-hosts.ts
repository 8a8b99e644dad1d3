import { fitsWildcard } from '../domain/wildcard.ts';
import { type HashedName, isHashOf, parseHashedName } from './hashed-name.ts';

/** A line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly marker?: 'revoked' | 'cert-authority';
  readonly patterns: string;
  /** Where the patterns are one name that is not to be read. */
  readonly hashed?: HashedName;
  readonly type: string;
  readonly key: Buffer;
  /** Counted from 1. */
  readonly line: number;
}

/** Lines that are no entries – comments, garbage, an unknown marker – are passed over, as ssh does. */
export function parseKnownHosts(text: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => parseLine(line, index + 1) ?? []);
}

/** Of which there are host keys; a line with any other says nothing of a host, as with ssh (sshkey.c). */
const types =
  /^(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

function parseLine(text: string, line: number): KnownHost | undefined {
  // Not trim(): it takes more away than ssh does, a byte order mark for one.
  // What stands behind a NUL is not there for a program in C.
  const [whole = ''] = text.split('\0');
  const words = whole.replace(/^[ \t]+|\s+$/g, '').split(/[ \t]+/);
  if (words[0] === '' || words[0]?.startsWith('#')) return undefined;
  const marker = words[0]?.startsWith('@') ? words.shift()?.slice(1) : undefined;
  if (marker !== undefined && marker !== 'revoked' && marker !== 'cert-authority') return undefined;
  const [patterns, type, base64] = words;
  if (!patterns || !type || !base64 || !types.test(type)) return undefined;
  const key = Buffer.from(base64, 'base64');
  if (keyType(key) !== type || !isWhole(key) || key.toString('base64') !== base64) return undefined;
  const hashed = patterns.startsWith('|') ? parseHashedName(patterns) : undefined;
  return { ...(marker && { marker }), patterns, ...(hashed && { hashed }), type, key, line };
}

/** Strings one after the other, to its very end: what was cut short is no key, and says nothing of a host. */
function isWhole(key: Buffer): boolean {
  let at = 0;
  while (at + 4 <= key.length) at += 4 + key.readUInt32BE(at);
  return at === key.length;
}

/** The name of a key's algorithm: its first string (RFC 4253, 6.6). */
export function keyType(key: Buffer): string {
  if (key.length < 4) return '';
  const length = key.readUInt32BE(0);
  return key.subarray(4, 4 + length).toString('latin1');
}

/** How a host is called in known_hosts: the port is named unless it is ssh's own. */
export const knownHostName = (address: string, port: number): string =>
  port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;

/** `name` as `knownHostName` gives it. */
export function matchesHost({ patterns, hashed }: KnownHost, name: string): boolean {
  if (patterns.startsWith('|')) return hashed !== undefined && isHashOf(hashed, name);
  let matched = false;
  for (const pattern of patterns.split(',')) {
    const negated = pattern.startsWith('!');
    const mask = (negated ? pattern.slice(1) : pattern).toLowerCase();
    if (!fitsWildcard(name, mask)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}
