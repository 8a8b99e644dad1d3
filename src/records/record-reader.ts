import { type FileHandle, open } from 'node:fs/promises';
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
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    if (!buffer.subarray(0, bytesRead).equals(magic)) throw new Error(`${file} is no tutti record`);
    const hosts = new Map<number, string>();
    for await (const { host, kind, body } of frames(handle, magic.length)) {
      if (kind === frameKind.host) hosts.set(host, body.toString());
      else yield { host: hosts.get(host) ?? '', stream: streamOf(kind), bytes: Buffer.from(body) };
    }
  } finally {
    await handle.close();
  }
}

/** One host's output from the frame at `offset` on. The bytes are valid until the next is asked for. */
export async function* readHost(
  file: string,
  host: number,
  offset: number,
): AsyncGenerator<{ readonly stream: Stream; readonly bytes: Buffer }> {
  const handle = await open(file, 'r');
  try {
    for await (const frame of frames(handle, offset)) {
      if (frame.host !== host || frame.kind === frameKind.host) continue;
      yield { stream: streamOf(frame.kind), bytes: frame.body };
    }
  } finally {
    await handle.close();
  }
}

const streamOf = (kind: number): Stream => (kind === frameKind.stdout ? 'stdout' : 'stderr');

interface Frame {
  readonly host: number;
  readonly kind: number;
  readonly body: Buffer;
}

/** Reads in large steps: a frame is often a single short line. */
async function* frames(handle: FileHandle, start: number): AsyncGenerator<Frame> {
  let bytes = Buffer.alloc(0);
  let next = start;
  for (;;) {
    const step = Buffer.allocUnsafe(256 * 1024);
    const { bytesRead } = await handle.read(step, 0, step.length, next);
    next += bytesRead;
    bytes = Buffer.concat([bytes, step.subarray(0, bytesRead)]);
    let at = 0;
    for (;;) {
      const header = decodeHeader(bytes, at);
      if (!header) break;
      const end = at + headerSize + header.length;
      if (end > bytes.length && bytesRead > 0) break;
      yield { ...header, body: bytes.subarray(at + headerSize, end) };
      at = Math.min(end, bytes.length);
    }
    if (bytesRead === 0) return;
    bytes = bytes.subarray(at);
  }
}
