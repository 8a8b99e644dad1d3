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

/** Takes raw bytes; gives back those that are for Ink. */
export type Divert = (bytes: Buffer) => Buffer | undefined;

/**
 * The only reader of the terminal. Ink reads this stream in its stead: a second reader on the real one would
 * starve Ink's, and a zoomed terminal needs the raw bytes for itself.
 */
export class StdinGate extends PassThrough {
  readonly #real: TerminalInput;
  readonly #take = (chunk: Buffer | string) => {
    const rest = this.#divert(Buffer.from(chunk));
    if (rest && rest.length > 0) this.write(rest);
  };
  readonly #divert: Divert;
  /** Ink asks for it before it sets raw mode. */
  readonly isTTY = true;

  constructor(real: TerminalInput, divert: Divert = (bytes) => bytes) {
    super();
    this.#divert = divert;
    this.#real = real;
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

  /** Somebody else reads the terminal. */
  hold(): void {
    this.#real.off('data', this.#take);
    this.#real.pause();
  }

  /** It is ours again. */
  goOn(): void {
    this.#real.on('data', this.#take);
    this.#real.resume();
  }

  /** Stops reading; the terminal is in its own mode again. */
  close(): void {
    this.#real.off('data', this.#take);
    this.#real.setRawMode?.(false);
    this.#real.pause();
    this.end();
  }
}
