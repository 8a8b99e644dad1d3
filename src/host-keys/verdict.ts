import { createHash } from 'node:crypto';
import { type KnownHost, knownHostName, matchesHost } from './known-hosts.ts';

/** A known_hosts file as it was read. */
export interface KnownHostsFile {
  readonly path: string;
  readonly entries: readonly KnownHost[];
}

export type HostKeyVerdict =
  | { readonly kind: 'known'; readonly file: string; readonly line: number }
  /** `certified`: an authority vouches for the host, which ssh2 cannot check. */
  | { readonly kind: 'unknown'; readonly certified: boolean }
  | {
      readonly kind: 'changed';
      readonly file: string;
      readonly line: number;
      readonly known: Buffer;
    }
  | { readonly kind: 'revoked'; readonly file: string; readonly line: number };

/** The host as its key is looked up: HostKeyAlias stands for an address with ssh's own port. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** What the files say of the key that a host shows: ssh's own verdict (hostfile.c, sshconnect.c). */
export function hostKeyVerdict(
  { address, port }: Place,
  key: Buffer,
  files: readonly KnownHostsFile[],
): HostKeyVerdict {
  const verdict = verdictFor(knownHostName(address, port), key, files);
  if (verdict.kind !== 'unknown' || port === 22) return verdict;
  // A key that is known for the address alone is good for its other ports; another one there says nothing.
  const plain = verdictFor(knownHostName(address, 22), key, files);
  return plain.kind === 'known' || plain.kind === 'revoked' ? plain : verdict;
}

function verdictFor(name: string, key: Buffer, files: readonly KnownHostsFile[]): HostKeyVerdict {
  const about = entriesFor(name, files);
  const revoked = about.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked) return { kind: 'revoked', file: revoked.path, line: revoked.line };
  const plain = about.filter((entry) => entry.marker === undefined);
  const known = plain.find((entry) => entry.key.equals(key));
  if (known) return { kind: 'known', file: known.path, line: known.line };
  // Whatever its type: who is in the middle would show one that we do not have.
  const other = plain[0];
  if (other) return { kind: 'changed', file: other.path, line: other.line, known: other.key };
  return { kind: 'unknown', certified: about.some((entry) => entry.marker === 'cert-authority') };
}

/** Key types that the files have for the host, so that the server is asked for these first. */
export function knownKeyTypes(
  { address, port }: Place,
  files: readonly KnownHostsFile[],
): string[] {
  const typesFor = (name: string) =>
    entriesFor(name, files).flatMap(({ marker, type }) => (marker ? [] : type));
  const own = typesFor(knownHostName(address, port));
  return [...new Set(own.length > 0 ? own : typesFor(knownHostName(address, 22)))];
}

/** As `ssh-keygen -l` prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

type Entry = KnownHost & { readonly path: string };

/** Each hashed line costs an HMAC, and a host is looked up more than once. */
const found = new WeakMap<KnownHostsFile, Map<string, readonly Entry[]>>();

function entriesFor(name: string, files: readonly KnownHostsFile[]): readonly Entry[] {
  return files.flatMap((file) => {
    const names = found.get(file) ?? new Map<string, readonly Entry[]>();
    found.set(file, names);
    const { path, entries } = file;
    const known =
      names.get(name) ??
      entries.filter((entry) => matchesHost(entry, name)).map((entry) => ({ path, ...entry }));
    names.set(name, known);
    return known;
  });
}
