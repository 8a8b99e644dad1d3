import { InFlight } from './in-flight.ts';
import type { LocalFiles } from './local-files.ts';
import type { SftpFile } from './sftp.ts';

/** Bytes under way: enough for a fast line of 10 ms; more only cost the server CPU. */
const bytesAhead = 1024 * 1024;

export interface SendOptions {
  readonly files: LocalFiles;
  readonly path: string;
  /** Bytes that are there already. */
  readonly from: number;
  /** Of one write. */
  readonly writeSize: number;
  readonly signal: AbortSignal;
  moved(bytes: number): void;
}

/** Writes a local file into a remote one, to its end. Answers with its length. */
export async function sendBytes(
  file: SftpFile,
  { files, path, from, writeSize, signal, moved }: SendOptions,
): Promise<number> {
  const writes = new InFlight(Math.max(2, Math.floor(bytesAhead / writeSize)));
  let offset = from;
  try {
    for (;;) {
      signal.throwIfAborted();
      const block = await files.read(path, offset);
      if (!block) break;
      for (let at = 0; at < block.length; at += writeSize) {
        const piece = block.subarray(at, at + writeSize);
        const place = offset + at;
        await writes.add(() => file.write(place, piece).then(() => moved(piece.length)));
      }
      offset += block.length;
    }
  } finally {
    await writes.done().catch(() => {}); // nothing may be written any more when the part is removed
  }
  await writes.done();
  return offset;
}
