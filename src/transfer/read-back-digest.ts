import { createHash } from 'node:crypto';
import { readAhead } from './read-ahead.ts';
import type { Sftp } from './sftp.ts';

/** SHA-256 in hex of a remote file, or of its first `length` bytes, by reading it. Rejects with `SftpError`. */
export async function readBackDigest(sftp: Sftp, path: string, length?: number): Promise<string> {
  const file = await sftp.open(path, 'read');
  const hash = createHash('sha256');
  try {
    for await (const bytes of readAhead(file, 0, length)) hash.update(bytes);
  } finally {
    file.close().catch(() => {});
  }
  return hash.digest('hex');
}
