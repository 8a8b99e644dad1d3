import type { Line } from '../domain/run.ts';
import { HostLines, type LinesDigest } from './host-lines.ts';
import type { RunLines } from './run-lines.ts';

/** Characters kept over all runs: 64 MB at the most. */
const mostCharacters = 32 * 1024 * 1024;

/** The lines of all runs, as far as they are here. The one part of what the screen shows that is not in the state. */
export class LineStore {
  readonly #changed: () => void;
  readonly #mostCharacters: number;
  /** By run and host; the one that was given lines last is the last. */
  readonly #all = new Map<string, HostLines>();
  #characters = 0;

  /** `changed` is called after every taking in. */
  constructor(changed: () => void, limit = mostCharacters) {
    this.#changed = changed;
    this.#mostCharacters = limit;
  }

  of(run: string, host: string): RunLines | undefined {
    return this.#all.get(keyOf(run, host));
  }

  takeDigest(run: string, host: string, digest: LinesDigest): void {
    this.#take(run, host, (lines) => lines.takeDigest(digest));
  }

  /** Lines that were read back, the first of them with the number `from`. */
  takeStretch(run: string, host: string, from: number, lines: readonly Line[]): void {
    this.#take(run, host, (known) => known.takeStretch(from, lines));
  }

  /** What has to be read back to show these lines; nothing when they are here. */
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

  /** Down to nine tenths, so that it is not needed for every line. */
  #forgetOldest(newest: HostLines): void {
    for (const lines of this.#all.values()) {
      if (lines === newest || this.#characters <= 0.9 * this.#mostCharacters) return;
      this.#characters -= lines.characters;
      lines.forget();
    }
  }
}

const keyOf = (run: string, host: string): string => `${run} ${host}`;
