import { connect, type Socket } from 'node:net';
import { PacketReader, uint32 } from './ssh-packet.ts';

// Numbers of OpenSSH's PROTOCOL.mux.
const hello = 0x0000_0001;
const version = 4;
const proxyRequest = 0x1000_000f;
const proxyGranted = 0x8000_000f;

/** Longer than any packet of a server (RFC 4253, 6.1, allows 35,000 bytes; ssh itself 256 KB). */
const mostBytes = 1024 * 1024;

/**
 * The control socket of an ssh master in proxy mode, which passes packets of the connection protocol on to the server
 * and back, and renumbers the channels.
 */
export class MuxSocket {
  bytesRead = 0;
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #packet: (bytes: Buffer) => void = () => {};
  #closed: () => void = () => {};
  #over = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#over = true;
      this.#closed();
    });
  }

  /** Rejects with an Error if there is no master, or one without proxy mode. */
  static open(path: string): Promise<MuxSocket> {
    const socket = connect(path);
    const mux = new MuxSocket(socket);
    const { promise, resolve, reject } = Promise.withResolvers<MuxSocket>();
    socket.once('error', reject);
    mux.#closed = () => reject(new Error('the ssh master has closed its socket'));
    mux.#packet = (greeting) => {
      const reader = new PacketReader(greeting);
      if (reader.uint32() !== hello || reader.uint32() !== version) return mux.close();
      mux.#packet = (answer) => {
        if (new PacketReader(answer).uint32() !== proxyGranted) return mux.close();
        mux.#packet = () => {};
        resolve(mux);
      };
      mux.#write(uint32(proxyRequest), uint32(0));
    };
    mux.#write(uint32(hello), uint32(version));
    return promise;
  }

  /** `take` is called with each packet of the server: its type and the rest. */
  listen(take: (type: number, body: PacketReader) => void, closed: () => void): void {
    this.#packet = (bytes) => {
      const reader = new PacketReader(bytes);
      reader.byte(); // length of the padding, of which there is none
      take(reader.byte(), reader);
    };
    this.#closed = closed;
    if (this.#over) closed();
  }

  send(type: number, ...parts: readonly Uint8Array[]): void {
    this.#write(Buffer.from([0, type]), ...parts);
  }

  /** Settles when what was sent is on its way to the server, and its channels are closed. */
  end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.#socket.closed) resolve();
    this.#socket.once('close', resolve);
    this.#socket.end();
    return promise;
  }

  close(): void {
    this.#socket.destroy();
  }

  #write(...parts: readonly Uint8Array[]): void {
    if (!this.#socket.writable) return;
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    this.#socket.write(Buffer.concat([uint32(length), ...parts]));
  }

  #read(chunk: Buffer): void {
    this.bytesRead += chunk.length;
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    try {
      while (this.#pending.length >= 4) {
        const end = 4 + this.#pending.readUInt32BE();
        if (end > mostBytes) throw new RangeError('a packet that is too long');
        if (this.#pending.length < end) return;
        const packet = this.#pending.subarray(4, end);
        this.#pending = this.#pending.subarray(end);
        this.#packet(packet);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.close();
    }
  }
}
