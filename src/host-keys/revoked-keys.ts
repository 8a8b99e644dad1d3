import { readFileSync } from 'node:fs';

export type RevokedVerdict = 'good' | 'revoked' | 'unreadable' | 'binary';

/**
 * What a file of RevokedHostKeys says of a key: one public key a line (ssh_config(5)). A file that cannot be read revokes
 * every key, as with ssh; a KRL (ssh-keygen(1), KEY REVOCATION LISTS) is not for us to read.
 */
export function revokedVerdict(file: string, key: Buffer): RevokedVerdict {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return 'unreadable';
  }
  if (bytes.subarray(0, 6).toString('latin1') === 'SSHKRL') return 'binary';
  const wanted = key.toString('base64');
  const words = bytes.toString('utf8').split(/\s+/);
  return words.includes(wanted) ? 'revoked' : 'good';
}
