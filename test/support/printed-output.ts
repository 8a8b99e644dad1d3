import { Writable } from 'node:stream';

/** A stream that keeps what it is given; while `hold` is true it takes nothing further. */
export class PrintedOutput extends Writable {
  readonly isTTY: boolean;
  readonly #chunks: Buffer[] = [];
  #held: (() => void) | undefined;
  hold = false;

  constructor({ terminal = false } = {}) {
    super({ highWaterMark: 16 * 1024 });
    this.isTTY = terminal;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(chunk);
    if (this.hold) this.#held = done;
    else done();
  }

  /** Goes on taking. */
  release(): void {
    this.hold = false;
    this.#held?.();
    this.#held = undefined;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }
}
