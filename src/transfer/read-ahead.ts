import type { SftpFile } from './sftp.ts';

/** What every server gives in one answer. */
const readSize = 32 * 1024;
/** Reads under way: enough for a fast line of 10 ms. */
const readsAhead = 16;

export interface ReadAheadOptions {
  readonly from?: number;
  readonly most?: number;
  /** The size that was told, bytes: so much is asked for at once, and a little file takes no needless reads. */
  readonly told?: number;
}

/** The bytes of a remote file in order, from `from` on, at most `most`; ends where the file does, whatever its size was told to be. */
export async function* readAhead(
  file: SftpFile,
  { from = 0, most = Number.POSITIVE_INFINITY, told = most }: ReadAheadOptions = {},
): AsyncGenerator<Uint8Array> {
  const end = from + most;
  const atOnce = Math.max(1, Math.min(readsAhead, Math.ceil((told - from) / readSize)));
  const reads: Promise<Buffer>[] = [];
  let next = from;
  const ask = () => {
    const length = Math.min(readSize, end - next);
    if (length <= 0) return;
    const read = whole(file, next, length);
    read.catch(() => {}); // seen when its turn comes, or not at all
    reads.push(read);
    next += length;
  };
  for (let i = 0; i < atOnce; i += 1) ask();
  for (let read = reads.shift(); read; read = reads.shift()) {
    const bytes = await read;
    if (bytes.length > 0) yield bytes;
    // a slot that could not be filled is the last one
    if (bytes.length < readSize) return;
    ask();
  }
}

/** A host may give less than was asked for: the rest is asked for again. */
async function whole(file: SftpFile, offset: number, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let have = 0;
  while (have < length) {
    const part = await file.read(offset + have, length - have);
    if (!part) break;
    parts.push(part);
    have += part.length;
  }
  const [first] = parts;
  if (first && parts.length === 1) return Buffer.from(first.buffer, first.byteOffset, first.length);
  return Buffer.concat(parts);
}
