/**
 * A record file: the bytes of one run as one worker received them, in order of arrival.
 *
 * The file starts with `magic`; then come frames: a header of 8 bytes (big endian) and a body.
 *   0  u32  length of the body
 *   4  u16  index of the host, counted from 0 in order of its `host` frame
 *   6  u8   kind: 0 stdout, 1 stderr, 2 host (the body is its name in UTF-8), 3 clock (the body is the time
 *           at which what follows arrived: f64, epoch ms)
 *   7  u8   zero
 */
export const magic = Buffer.from('tutti record 1\n');

export const headerSize = 8;

/** Longest body, bytes: far more than a transport delivers at once. */
const mostBody = 16 * 1024 * 1024;

export const frameKind = { stdout: 0, stderr: 1, host: 2, clock: 3 } as const;

export type FrameKind = (typeof frameKind)[keyof typeof frameKind];

export interface FrameHeader {
  readonly length: number;
  readonly host: number;
  readonly kind: FrameKind;
}

export function encodeHeader({ length, host, kind }: FrameHeader): Buffer {
  const header = Buffer.allocUnsafe(headerSize);
  header.writeUInt32BE(length, 0);
  header.writeUInt16BE(host, 4);
  header.writeUInt8(kind, 6);
  header.writeUInt8(0, 7);
  return header;
}

/** Undefined if no frame of this format starts here. */
export function decodeHeader(bytes: Buffer, at: number): FrameHeader | undefined {
  if (bytes.length - at < headerSize) return undefined;
  const kind = bytes.readUInt8(at + 6);
  const length = bytes.readUInt32BE(at);
  if (kind > 3 || bytes.readUInt8(at + 7) !== 0 || length > mostBody) return undefined;
  return {
    length,
    host: bytes.readUInt16BE(at + 4),
    kind: kind as FrameKind,
  };
}

export function encodeClock(time: number): Buffer {
  const body = Buffer.allocUnsafe(8);
  body.writeDoubleBE(time);
  return body;
}

/** Undefined if a crash has cut it short. */
export const decodeClock = (body: Buffer): number | undefined =>
  body.length < 8 ? undefined : body.readDoubleBE(0);
