import { createHash } from 'node:crypto';
import { type KnownHost, keyType, matchesHost } from './known-hosts.ts';

/** A known_hosts file as it was read. */
export interface KnownHostsFile {
  readonly path: string;
  readonly entries: readonly KnownHost[];
}

export type HostKeyVerdict =
  | { readonly kind: 'known' }
  /** `certified`: an authority vouches for the host, which ssh2 cannot check. */
  | { readonly kind: 'unknown'; readonly certified: boolean }
  | {
      readonly kind: 'changed';
      readonly file: string;
      readonly line: number;
      readonly known: Buffer;
    }
  | { readonly kind: 'revoked'; readonly file: string; readonly line: number };

/** What the files say of `key` for the host called `name` (see `knownHostName`). Same verdict as ssh's. */
export function hostKeyVerdict(
  name: string,
  key: Buffer,
  files: readonly KnownHostsFile[],
): HostKeyVerdict {
  const about = files.flatMap(({ path, entries }) =>
    entries.filter((entry) => matchesHost(entry, name)).map((entry) => ({ path, ...entry })),
  );
  const revoked = about.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked) return { kind: 'revoked', file: revoked.path, line: revoked.line };
  const plain = about.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key.equals(key))) return { kind: 'known' };
  const other = plain.find((entry) => entry.type === keyType(key));
  if (other) return { kind: 'changed', file: other.path, line: other.line, known: other.key };
  return { kind: 'unknown', certified: about.some((entry) => entry.marker === 'cert-authority') };
}

/** Key types that the files have for the host, so that the server is asked for these first. */
export function knownKeyTypes(name: string, files: readonly KnownHostsFile[]): string[] {
  const entries = files.flatMap(({ entries }) => entries);
  const types = entries
    .filter((entry) => !entry.marker && matchesHost(entry, name))
    .map(({ type }) => type);
  return [...new Set(types)];
}

/** As `ssh-keygen -l` prints it. */
export const fingerprint = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
