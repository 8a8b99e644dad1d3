import { PassThrough } from 'node:stream';

/** What is needed of `process.stdin`. */
export interface TerminalInput {
  readonly isTTY?: boolean | undefined;
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
  setRawMode?(on: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

/** Takes raw bytes; returns those that are meant for Ink. */
export type Divert = (bytes: Buffer) => Buffer | undefined;

/**
 * The only reader of the terminal. Ink reads this stream instead: a second reader of the real one would starve Ink's,
 * and an open remote terminal needs the raw bytes for itself.
 */
export class StdinGate extends PassThrough {
  readonly #real: TerminalInput;
  readonly #take = (chunk: Buffer | string) => {
    const rest = this.#divert(Buffer.from(chunk));
    if (rest && rest.length > 0) this.write(rest);
  };
  readonly #divert: Divert;
  /** Ink checks this before it sets raw mode. */
  readonly isTTY = true;

  constructor(real: TerminalInput, divert: Divert = (bytes) => bytes) {
    super();
    this.#divert = divert;
    this.#real = real;
    // Before Ink does so: a Ctrl-D at a terminal that is not raw would be the end of our input.
    real.setRawMode?.(true);
    real.on('data', this.#take);
    real.resume();
  }

  setRawMode(on: boolean): this {
    this.#real.setRawMode?.(on);
    return this;
  }

  ref(): this {
    this.#real.ref?.();
    return this;
  }

  unref(): this {
    this.#real.unref?.();
    return this;
  }

  /** Lets somebody else read the terminal. */
  hold(): void {
    this.#real.off('data', this.#take);
    this.#real.pause();
  }

  /** Takes the terminal back. */
  goOn(): void {
    this.#real.on('data', this.#take);
    this.#real.resume();
  }

  /** Stops reading, and takes the terminal out of raw mode. */
  close(): void {
    this.#real.off('data', this.#take);
    this.#real.setRawMode?.(false);
    this.#real.pause();
    this.end();
  }
}
