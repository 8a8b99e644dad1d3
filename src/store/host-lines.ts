import type { Line, OutputFacts } from '../domain/run.ts';
import { LineRing } from './line-ring.ts';
import type { RunLines } from './run-lines.ts';

/** How many of the newest lines are kept for each host run, and as many of those that were read back. */
export const keptLines = 1000;

/** How many unreadable stretches are remembered; beyond that the oldest are tried again. */
const mostLost = 200;

/** The lines of a host run after a tick, as the worker reports them; see `Digest` in `cluster/protocol.ts`. */
export interface LinesDigest {
  readonly output: OutputFacts;
  /** The number of the first of `lines`, counted from 0. */
  readonly from: number;
  /** The newest lines; there may be a gap after those of the previous digest. */
  readonly lines: readonly Line[];
  readonly open?: Line;
}

/** The loaded lines of a host run. Reading back an old stretch pushes out no new line, nor the reverse. */
export class HostLines implements RunLines {
  total = 0;
  open: Line | undefined;
  /** Pairs of the first line and the one after the last. */
  readonly #lost: (readonly [from: number, to: number])[] = [];
  readonly #newest = new LineRing(keptLines);
  readonly #readBack = new LineRing(keptLines);

  get characters(): number {
    return this.#newest.characters + this.#readBack.characters;
  }

  line(index: number): Line | undefined {
    return this.#newest.line(index) ?? this.#readBack.line(index);
  }

  takeDigest({ output, from, lines, open }: LinesDigest): void {
    if (output.lines < this.total) return;
    this.total = output.lines;
    this.open = open;
    this.#newest.put(from, lines);
  }

  takeStretch(from: number, lines: readonly Line[]): void {
    this.#readBack.put(from, lines);
  }

  lose(from: number, count: number): void {
    const to = Math.min(this.total, from + count);
    if (to > from) this.#lost.push([from, to]);
    if (this.#lost.length > mostLost) this.#lost.shift();
  }

  lostUntil(index: number): number {
    if (this.line(index)) return index;
    const known = this.#lost.find(([from, to]) => index >= from && index < to);
    return known ? known[1] : index;
  }

  /** Whether it need not be read: it is loaded, or gone for good. */
  #isSettled(index: number): boolean {
    return this.line(index) !== undefined || this.lostUntil(index) > index;
  }

  /** The smallest stretch with all lines of this one that can be read and are not loaded. */
  missing(from: number, count: number): readonly [from: number, count: number] | undefined {
    let first = Math.max(0, from);
    let end = Math.min(this.total, from + count);
    while (first < end && this.#isSettled(first)) first += 1;
    while (first < end && this.#isSettled(end - 1)) end -= 1;
    return first < end ? [first, end - first] : undefined;
  }

  /** Drops the lines, which can be read back; how many there are stays known. */
  forget(): void {
    this.#newest.clear();
    this.#readBack.clear();
  }
}
