import { markLength, recordSeparator } from './nonce.ts';

/** How long a tail that may be the start of a mark is held back, ms. */
const holdMs = 30;
/**
 * A tail longer than this (a byte and 32 random bits) cannot match by chance any more, and is never released by the
 * timer.
 */
const chanceBytes = 9;
/** A mark's fields are short; the longest is the working directory. */
const longestMark = 64 * 1024;

const slash = 0x2f;
const semicolon = 0x3b;

/**
 * Finds the end mark `RS nonce ; fields ; RS nonce /` in one stream and passes every other byte on untouched.
 * A mark that comes again (its end line was repeated) is swallowed, during the next line too.
 */
export class MarkScanner {
  readonly #take: (bytes: Buffer) => void;
  readonly #found: (fields: Buffer) => void;
  #nonce: Buffer | undefined;
  #previous: Buffer | undefined;
  #seen = false;
  #held: Buffer | undefined;
  /** How many bytes of `#held` the timer has passed on already. */
  #passed = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(take: (bytes: Buffer) => void, found: (fields: Buffer) => void) {
    this.#take = take;
    this.#found = found;
  }

  /** The mark to look for from now on (`Nonce.mark`). */
  expect(mark: Buffer): void {
    this.#previous = this.#nonce;
    this.#nonce = mark;
    this.#seen = false;
  }

  push(chunk: Uint8Array): void {
    if (this.#held === undefined && chunk.indexOf(recordSeparator) < 0) {
      this.#take(asBuffer(chunk));
      return;
    }
    this.#search(this.#withHeld(asBuffer(chunk)));
  }

  /** Passes on a held tail; for the timer, and for the end of the stream. Most of a mark is not output. */
  release(): void {
    this.#stopTimer();
    if (this.#held === undefined || this.#held.length >= chanceBytes) return;
    if (this.#passed === this.#held.length) return;
    const tail = this.#held.subarray(this.#passed);
    this.#passed = this.#held.length;
    this.#take(tail);
  }

  #withHeld(chunk: Buffer): Buffer {
    this.#stopTimer();
    if (this.#held === undefined) return chunk;
    const joined = Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    return joined;
  }

  #search(bytes: Buffer): void {
    let from = 0;
    let at = bytes.indexOf(recordSeparator);
    while (at >= 0) {
      const mark = this.#markAt(bytes, at);
      if (mark === 'none') {
        at = bytes.indexOf(recordSeparator, at + 1);
        continue;
      }
      if (mark === 'partly') {
        this.#hold(bytes, from, at);
        return;
      }
      this.#pass(bytes, from, at);
      from = mark.end;
      if (mark.expected) {
        this.#seen = true;
        this.#found(bytes.subarray(mark.fields, mark.end - markLength - 1));
      }
      at = bytes.indexOf(recordSeparator, from);
    }
    this.#pass(bytes, from, bytes.length);
  }

  #markAt(bytes: Buffer, at: number): 'none' | 'partly' | Found {
    const now = begins(bytes, at, this.#nonce);
    const nonce = now === 'no' ? this.#previous : this.#nonce;
    const match = now === 'no' ? begins(bytes, at, this.#previous) : now;
    if (match === 'no' || nonce === undefined) return 'none';
    if (match === 'partly') return 'partly';
    const found = closing(bytes, at + markLength, nonce);
    if (typeof found === 'string') return found;
    return { ...found, expected: nonce === this.#nonce && !this.#seen };
  }

  #hold(bytes: Buffer, from: number, at: number): void {
    const passed = this.#passed;
    this.#pass(bytes, from, at);
    this.#held = bytes.subarray(at);
    // Remembers which of the held bytes the timer has passed on.
    this.#passed = at === 0 ? passed : 0;
    if (this.#held.length < chanceBytes && this.#passed < this.#held.length) {
      this.#timer = setTimeout(() => this.release(), holdMs);
    }
  }

  #pass(bytes: Buffer, from: number, to: number): void {
    const start = Math.max(from, this.#passed);
    this.#passed = 0;
    if (start < to)
      this.#take(start === 0 && to === bytes.length ? bytes : bytes.subarray(start, to));
  }

  #stopTimer(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

interface Found {
  /** Where the fields begin, after the `;`. */
  readonly fields: number;
  /** After the closing `/`. */
  readonly end: number;
  readonly expected: boolean;
}

function begins(bytes: Buffer, at: number, mark: Buffer | undefined): 'no' | 'partly' | 'yes' {
  if (mark === undefined) return 'no';
  const there = Math.min(bytes.length - at, markLength);
  for (let n = 1; n < there; n += 1) if (bytes[at + n] !== mark[n]) return 'no';
  return there === markLength ? 'yes' : 'partly';
}

/**
 * Looks for the end from behind the opening. An end line that was cut off by a signal and repeated opens the mark
 * twice: the last one counts.
 */
function closing(
  bytes: Buffer,
  behindOpening: number,
  mark: Buffer,
): Omit<Found, 'expected'> | 'none' | 'partly' {
  let open = behindOpening;
  if (open === bytes.length) return 'partly';
  if (bytes[open] !== semicolon) return 'none';
  for (;;) {
    const at = bytes.indexOf(mark, open);
    if (at < 0 || at + markLength === bytes.length) {
      return bytes.length - behindOpening > longestMark + markLength + 1 ? 'none' : 'partly';
    }
    if (at - behindOpening > longestMark) return 'none';
    const next = bytes[at + markLength];
    if (next === slash) return { fields: open + 1, end: at + markLength + 1 };
    open = at + markLength;
  }
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
