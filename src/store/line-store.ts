import type { Line } from '../domain/run.ts';
import { Arrivals } from './arrivals.ts';
import { HostLines, type LinesDigest } from './host-lines.ts';
import type { RunLines } from './run-lines.ts';

/** Characters kept over all runs: 64 MB at the most. */
const mostCharacters = 32 * 1024 * 1024;

/** Most spans of arrival kept for all runs but the newest; 15 MB at most. */
const mostSpans = 384 * 1024;

/** The loaded lines of all runs: the one part of what the screen shows that is not in the state. */
export class LineStore {
  readonly #changed: () => void;
  readonly #mostCharacters: number;
  /** By run and host, in the order in which they last got lines. */
  readonly #all = new Map<string, HostLines>();
  #characters = 0;
  /** By run, oldest first. */
  readonly #arrivals = new Map<string, Arrivals>();

  /** `changed` is called whenever something was taken in. */
  constructor(changed: () => void, limit = mostCharacters) {
    this.#changed = changed;
    this.#mostCharacters = limit;
  }

  of(run: string, host: string): RunLines | undefined {
    return this.#all.get(keyOf(run, host));
  }

  /** The order in which the lines of a run came; undefined if it has none, or the order was forgotten. */
  arrivals(run: string): Arrivals | undefined {
    return this.#arrivals.get(run);
  }

  /** Takes the order of a run that was read from disk. */
  takeArrivals(run: string, arrivals: Arrivals): void {
    this.#arrivals.delete(run);
    this.#arrivals.set(run, arrivals);
  }

  /** `now`: epoch ms. */
  takeDigest(run: string, host: string, digest: LinesDigest, now = Date.now()): void {
    this.#take(run, host, (lines) => lines.takeDigest(digest));
    const arrivals = this.#arrivals.get(run) ?? this.#newArrivals(run);
    arrivals.add(host, digest.output.lines, digest.from, now);
  }

  /** Takes lines that were read back, the first with the number `from`. */
  takeStretch(run: string, host: string, from: number, lines: readonly Line[]): void {
    this.#take(run, host, (known) => known.takeStretch(from, lines));
  }

  /** Notes that those of these lines that are not loaded are gone for good. */
  lose(run: string, host: string, from: number, count: number): void {
    this.#take(run, host, (known) => known.lose(from, count));
  }

  /** Drops everything about a run. */
  forget(run: string, hosts: readonly string[]): void {
    for (const host of hosts) {
      const key = keyOf(run, host);
      this.#characters -= this.#all.get(key)?.characters ?? 0;
      this.#all.delete(key);
    }
    this.#arrivals.delete(run);
  }

  /** What has to be read back to show these lines; undefined if they are loaded. */
  missing(
    run: string,
    host: string,
    from: number,
    count: number,
  ): readonly [from: number, count: number] | undefined {
    return this.#all.get(keyOf(run, host))?.missing(from, count);
  }

  #take(run: string, host: string, take: (lines: HostLines) => void): void {
    const key = keyOf(run, host);
    const lines = this.#all.get(key) ?? new HostLines();
    this.#all.delete(key);
    this.#all.set(key, lines);
    this.#characters -= lines.characters;
    take(lines);
    this.#characters += lines.characters;
    if (this.#characters > this.#mostCharacters) this.#forgetOldest(lines);
    this.#changed();
  }

  /** Over all runs together, the newest orders are kept. */
  #newArrivals(run: string): Arrivals {
    let spans = 0;
    for (const { spans: some } of this.#arrivals.values()) spans += some;
    for (const [oldest, { spans: some }] of this.#arrivals) {
      if (spans <= mostSpans) break;
      spans -= some;
      this.#arrivals.delete(oldest);
    }
    const arrivals = new Arrivals();
    this.#arrivals.set(run, arrivals);
    return arrivals;
  }

  /** Down to nine tenths, so that this does not happen at every line. */
  #forgetOldest(newest: HostLines): void {
    for (const lines of this.#all.values()) {
      if (lines === newest || this.#characters <= 0.9 * this.#mostCharacters) return;
      this.#characters -= lines.characters;
      lines.forget();
    }
  }
}

const keyOf = (run: string, host: string): string => `${run} ${host}`;
