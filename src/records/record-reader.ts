import { type FileHandle, open } from 'node:fs/promises';
import type { Stream } from '../domain/run.ts';
import { decodeClock, decodeHeader, frameKind, headerSize, magic } from './record-format.ts';

export interface RecordChunk {
  readonly host: string;
  readonly stream: Stream;
  readonly bytes: Buffer;
}

/**
 * The chunks of a record file in order of arrival. If a crash cut the file short, only the complete ones. @throws when
 * the file cannot be read or is no record
 */
export async function* readRecord(file: string): AsyncGenerator<RecordChunk> {
  for await (const { host, stream, bytes } of replayRecord(file))
    yield { host, stream, bytes: Buffer.from(bytes) };
}

/** A chunk with its place in the file. */
export interface PlacedChunk extends RecordChunk {
  /** The offset of its frame. */
  readonly offset: number;
  readonly hostIndex: number;
  /** When it arrived, to within about 10 ms, epoch ms; 0 if the record does not say. */
  readonly time: number;
}

/** The same without a copy: the bytes are valid until the next chunk is asked for. @throws as `readRecord` */
export async function* replayRecord(file: string): AsyncGenerator<PlacedChunk> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    // An empty record, or one that a crash cut short, may lack the beginning.
    if (!buffer.subarray(0, bytesRead).equals(magic.subarray(0, bytesRead)))
      throw new Error(`${file} is no tutti record`);
    const hosts = new Map<number, string>();
    let time = 0;
    for await (const { host, kind, body, offset } of frames(handle, magic.length)) {
      if (kind === frameKind.host) hosts.set(host, body.toString());
      else if (kind === frameKind.clock) time = decodeClock(body) ?? time;
      else {
        const name = hosts.get(host) ?? '';
        yield { host: name, hostIndex: host, stream: streamOf(kind), bytes: body, offset, time };
      }
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
      if (frame.host !== host || !isOutput(frame.kind)) continue;
      yield { stream: streamOf(frame.kind), bytes: frame.body };
    }
  } finally {
    await handle.close();
  }
}

/** All hosts' output from the frame at `offset` on. The bytes are valid until the next is asked for. */
export async function* readFrames(
  file: string,
  from: number,
): AsyncGenerator<{
  readonly host: number;
  readonly stream: Stream;
  readonly offset: number;
  readonly bytes: Buffer;
}> {
  const handle = await open(file, 'r');
  try {
    for await (const { host, kind, offset, body } of frames(handle, from)) {
      if (isOutput(kind)) yield { host, stream: streamOf(kind), offset, bytes: body };
    }
  } finally {
    await handle.close();
  }
}

const isOutput = (kind: number): boolean => kind === frameKind.stdout || kind === frameKind.stderr;

const streamOf = (kind: number): Stream => (kind === frameKind.stdout ? 'stdout' : 'stderr');

interface Frame {
  readonly host: number;
  readonly kind: number;
  readonly body: Buffer;
  /** The offset of its header in the file. */
  readonly offset: number;
}

/** Reads in large steps: a frame is often a single short line. */
async function* frames(handle: FileHandle, start: number): AsyncGenerator<Frame> {
  let bytes = Buffer.alloc(0);
  let next = start;
  /** The offset of `bytes` in the file. */
  let offset = start;
  for (;;) {
    const step = Buffer.allocUnsafe(256 * 1024);
    const { bytesRead } = await handle.read(step, 0, step.length, next);
    next += bytesRead;
    bytes = Buffer.concat([bytes, step.subarray(0, bytesRead)]);
    let at = 0;
    while (bytes.length - at >= headerSize) {
      const header = decodeHeader(bytes, at);
      if (!header) return; // damaged: nobody knows where the next one starts
      const end = at + headerSize + header.length;
      if (end > bytes.length && bytesRead > 0) break;
      yield { ...header, body: bytes.subarray(at + headerSize, end), offset: offset + at };
      at = Math.min(end, bytes.length);
    }
    if (bytesRead === 0) return;
    bytes = bytes.subarray(at);
    offset += at;
  }
}
