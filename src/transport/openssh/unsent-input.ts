/** Above this a writer is asked to wait, bytes. */
const highWater = 64 * 1024;

export interface InputWire {
  data(bytes: Uint8Array): void;
  eof(): void;
}

/** Input on its way to a program: it leaves as the server's window allows (RFC 4254, 5.2). */
export class UnsentInput {
  readonly #wire: InputWire;
  /** Longest packet, bytes. */
  readonly #mostBytes: number;
  readonly #drained: (() => void)[] = [];
  #window: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #wanted = false;
  #state: 'open' | 'ending' | 'ended' = 'open';

  constructor(window: number, mostBytes: number, wire: InputWire) {
    this.#window = window;
    this.#mostBytes = mostBytes;
    this.#wire = wire;
  }

  /** Returns false if the writer should wait until it is drained. */
  add(bytes: Uint8Array): boolean {
    if (this.#state !== 'open') return true;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    this.#flush();
    this.#wanted = this.#bytes > highWater;
    return !this.#wanted;
  }

  onDrain(drained: () => void): void {
    this.#drained.push(drained);
  }

  /** The server accepts so many more bytes. */
  allow(bytes: number): void {
    this.#window += bytes;
    this.#flush();
  }

  /** Nothing follows what was added. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ending';
    this.#flush();
  }

  /** Nobody will read it any more. */
  drop(): void {
    this.#state = 'ended';
    this.#chunks = [];
    this.#bytes = 0;
    this.#tellDrained();
  }

  #flush(): void {
    for (let next = this.#chunks[0]; next && this.#window > 0; next = this.#chunks[0]) {
      const sent = next.subarray(0, Math.min(this.#window, this.#mostBytes));
      if (sent.length < next.length) this.#chunks[0] = next.subarray(sent.length);
      else this.#chunks.shift();
      this.#window -= sent.length;
      this.#bytes -= sent.length;
      if (sent.length > 0) this.#wire.data(sent);
    }
    if (this.#chunks.length > 0) return;
    if (this.#state === 'ending') this.#wire.eof();
    if (this.#state === 'ending') this.#state = 'ended';
    this.#tellDrained();
  }

  #tellDrained(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    for (const drained of this.#drained) drained();
  }
}
