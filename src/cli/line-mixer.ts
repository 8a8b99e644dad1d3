import type { Sink } from './sink.ts';

/** One origin of lines: a host's stdout, say. What stands in front of them is bytes as a latin1 string. */
export interface LineSource {
  readonly prefix: string;
}

/** How bytes get their look. `starts`: they begin a line; they end one unless the line is very long. */
export type Format = (source: LineSource, bytes: Buffer, starts: boolean) => Uint8Array;

export interface MixerOptions {
  readonly format: Format;
  /** A last line without its end gets one. */
  readonly endLines: boolean;
}

/** A line may be this long, in bytes, before it is passed on without its end. */
export const heldLine = 64 * 1024;

interface Part {
  readonly held: Buffer[];
  heldLength: number;
  /** The beginning of its line has been written. */
  open: boolean;
}

type Waiting =
  | {
      readonly kind: 'bytes';
      readonly source: LineSource;
      readonly bytes: Buffer;
      readonly taken: () => void;
    }
  | { readonly kind: 'end'; readonly source: LineSource };

/**
 * Lets the lines of many sources through whole. A line that is longer than `hold` is passed on as
 * it comes: until it ends the others wait, and are slowed down, so that every byte stays exact.
 */
export class LineMixer {
  /** Bytes; 0 passes everything on at once. */
  hold = heldLine;
  readonly #sink: Sink;
  readonly #options: MixerOptions;
  readonly #parts = new Map<LineSource, Part>();
  #owner: LineSource | undefined;
  #waiting: Waiting[] = [];

  constructor(sink: Sink, options: MixerOptions) {
    this.#sink = sink;
    this.#options = options;
  }

  write(source: LineSource, data: Uint8Array, taken: () => void = () => {}): void {
    const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (this.#mustWait(source)) this.#waiting.push({ kind: 'bytes', source, bytes, taken });
    else this.#pass(source, bytes, taken);
  }

  /** Nothing more comes from it. */
  end(source: LineSource): void {
    if (this.#mustWait(source)) this.#waiting.push({ kind: 'end', source });
    else this.#finish(source);
  }

  #mustWait(source: LineSource): boolean {
    return this.#owner !== undefined && this.#owner !== source;
  }

  #pass(source: LineSource, bytes: Buffer, taken: () => void): void {
    const part = this.#partOf(source);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end > 0) this.#passLines(source, part, bytes.subarray(0, end));
    const rest = bytes.subarray(end);
    if (part.open || part.heldLength + rest.length > this.hold) this.#passOn(source, part, rest);
    else if (rest.length > 0) this.#keep(part, rest);
    this.#sink.whenRoom(taken);
    if (end > 0 && !part.open) this.#release(source);
  }

  #passLines(source: LineSource, part: Part, lines: Buffer): void {
    const starts = !part.open;
    this.#sink.write(this.#options.format(source, withHeld(part, lines), starts));
    part.open = false;
  }

  /** The beginning, or more, of a long line. */
  #passOn(source: LineSource, part: Part, bytes: Buffer): void {
    if (bytes.length === 0) return;
    const starts = !part.open;
    this.#sink.write(this.#options.format(source, withHeld(part, bytes), starts));
    part.open = true;
    this.#owner = source;
  }

  #keep(part: Part, bytes: Buffer): void {
    part.held.push(Buffer.from(bytes)); // a copy: the rest of a large chunk is let go
    part.heldLength += bytes.length;
  }

  #finish(source: LineSource): void {
    const part = this.#parts.get(source);
    this.#parts.delete(source);
    if (part && (part.open || part.heldLength > 0)) {
      const lineEnd = Buffer.from(this.#options.endLines ? '\n' : '');
      this.#sink.write(this.#options.format(source, withHeld(part, lineEnd), !part.open));
    }
    this.#release(source);
  }

  #release(source: LineSource): void {
    if (this.#owner !== source) return;
    this.#owner = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const next of waiting) {
      if (next.kind === 'bytes') this.write(next.source, next.bytes, next.taken);
      else this.end(next.source);
    }
  }

  #partOf(source: LineSource): Part {
    const known = this.#parts.get(source);
    if (known) return known;
    const part = { held: [], heldLength: 0, open: false };
    this.#parts.set(source, part);
    return part;
  }
}

function withHeld(part: Part, bytes: Buffer): Buffer {
  if (part.heldLength === 0) return bytes;
  const all = Buffer.concat([...part.held, bytes]);
  part.held.length = 0;
  part.heldLength = 0;
  return all;
}
