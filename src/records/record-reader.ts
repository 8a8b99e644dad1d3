import { open } from 'node:fs/promises';
import type { Stream } from '../domain/run.ts';
import { decodeHeader, frameKind, headerSize, magic } from './record-format.ts';

export interface RecordChunk {
  readonly host: string;
  readonly stream: Stream;
  readonly bytes: Buffer;
}

/**
 * The chunks of a record file in order of arrival. A file that a crash cut short gives what is whole.
 * @throws when the file cannot be read or is no record.
 */
export async function* readRecord(file: string): AsyncGenerator<RecordChunk> {
  const handle = await open(file, 'r');
  try {
    const take = async (length: number): Promise<Buffer> => {
      const bytes = Buffer.allocUnsafe(length);
      const { bytesRead } = await handle.read(bytes, 0, length, null);
      return bytes.subarray(0, bytesRead);
    };
    if (!(await take(magic.length)).equals(magic)) throw new Error(`${file} is no tutti record`);
    const hosts = new Map<number, string>();
    for (;;) {
      const header = decodeHeader(await take(headerSize), 0);
      if (!header) return;
      const body = await take(header.length);
      if (header.kind === frameKind.host) {
        hosts.set(header.host, body.toString());
        continue;
      }
      const stream = header.kind === frameKind.stdout ? 'stdout' : 'stderr';
      yield { host: hosts.get(header.host) ?? '', stream, bytes: body };
      if (body.length < header.length) return;
    }
  } finally {
    await handle.close();
  }
}
