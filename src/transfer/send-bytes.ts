import { InFlight } from './in-flight.ts';
import type { LocalFiles } from './local-files.ts';
import type { SftpFile } from './sftp.ts';

/** With its head a WRITE of this size is one packet of SSH (RFC 4253, 6.1: 32,768 bytes). */
const writeSize = 32_000;
/** Measured: more only cost the server CPU (performance.md 2). */
const writesAhead = 16;

export interface SendOptions {
  readonly files: LocalFiles;
  readonly path: string;
  /** Bytes that are there already. */
  readonly from: number;
  readonly signal: AbortSignal;
  moved(bytes: number): void;
}

/** Writes a local file into a remote one, to its end. Answers with its length. */
export async function sendBytes(
  file: SftpFile,
  { files, path, from, signal, moved }: SendOptions,
): Promise<number> {
  const writes = new InFlight(writesAhead);
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
