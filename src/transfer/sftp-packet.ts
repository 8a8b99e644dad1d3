import { SftpError } from './sftp.ts';

/** A packet to be sent: big-endian numbers and length-prefixed strings (RFC 4251, 5). */
export class PacketWriter {
  readonly #parts: Buffer[] = [];
  readonly #type: number;

  constructor(type: number) {
    this.#type = type;
  }

  uint32(value: number): this {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeUInt32BE(value >>> 0);
    this.#parts.push(bytes);
    return this;
  }

  /** Up to 2^53. */
  uint64(value: number): this {
    return this.uint32(Math.floor(value / 2 ** 32)).uint32(value % 2 ** 32);
  }

  string(value: string | Uint8Array): this {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    this.uint32(bytes.length);
    this.#parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    return this;
  }

  /** The whole packet, its length in front; copied once. */
  finish(): Buffer {
    const length = this.#parts.reduce((sum, part) => sum + part.length, 1);
    const head = Buffer.allocUnsafe(5);
    head.writeUInt32BE(length);
    head.writeUInt8(this.#type, 4);
    return Buffer.concat([head, ...this.#parts], length + 4);
  }
}

/** A packet that came. Reading beyond its end throws `SftpError` of kind `protocol`. */
export class PacketReader {
  readonly type: number;
  readonly #bytes: Buffer;
  #at = 1;

  /** Without its length. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.type = bytes.readUInt8(0);
  }

  uint32(): number {
    return this.#take(4).readUInt32BE();
  }

  uint64(): number {
    return this.uint32() * 2 ** 32 + this.uint32();
  }

  /** Not copied. */
  bytes(): Buffer {
    return this.#take(this.uint32());
  }

  /** What is no UTF-8 shows as U+FFFD. */
  text(): string {
    return this.bytes().toString();
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  #take(length: number): Buffer {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new SftpError('protocol', 'the host cut a packet short');
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }
}
