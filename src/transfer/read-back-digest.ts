import { createHash } from 'node:crypto';
import { readAhead } from './read-ahead.ts';
import type { Sftp } from './sftp.ts';

export interface DigestOptions {
  /** Only of so many bytes from the beginning. */
  readonly length?: number;
  /** How large the file is, where that is known. */
  readonly size?: number;
}

/** SHA-256 in hex of a remote file, or of its first `length` bytes, by reading it. Rejects with `SftpError`. */
export async function readBackDigest(
  sftp: Sftp,
  path: string,
  { length, size }: DigestOptions = {},
): Promise<string> {
  const most = {
    ...(length !== undefined && { most: length }),
    ...(size !== undefined && { told: size }),
  };
  const file = await sftp.open(path, 'read');
  const hash = createHash('sha256');
  try {
    for await (const bytes of readAhead(file, most)) hash.update(bytes);
  } finally {
    file.close().catch(() => {});
  }
  return hash.digest('hex');
}
