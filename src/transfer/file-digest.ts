import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

const pieceSize = 1024 * 1024;
const mostIdle = 8;
/** A buffer of this size for each of thousands of little files would keep the garbage collector busy. */
const idle: Buffer[] = [];

/** SHA-256 in hex of a local file, or of its first `length` bytes. Rejects with Node's own errors. */
export async function fileDigest(
  file: FileHandle,
  length = Number.POSITIVE_INFINITY,
): Promise<string> {
  const hash = createHash('sha256');
  const buffer = idle.pop() ?? Buffer.allocUnsafe(pieceSize);
  try {
    for (let at = 0; at < length; ) {
      const most = Math.min(buffer.length, length - at);
      const { bytesRead } = await file.read(buffer, 0, most, at);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      at += bytesRead;
    }
    return hash.digest('hex');
  } finally {
    if (idle.length < mostIdle) idle.push(buffer);
  }
}
