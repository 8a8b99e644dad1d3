import type { Line } from '../domain/run.ts';

/** Most characters of a ring; only absurdly long lines reach this. */
const mostCharacters = 2 * 1024 * 1024;

/** The lines that were put last, each under its own number; a line pushes out the one a whole ring away. */
export class LineRing {
  readonly #size: number;
  #numbers: number[] = [];
  #lines: (Line | undefined)[] = [];
  #characters = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** What the lines here weigh in memory. */
  get characters(): number {
    return this.#characters;
  }

  /** Puts lines, the first with the number `from`; if they do not fit, the last ones stay. */
  put(from: number, lines: readonly Line[]): void {
    const first = Math.max(0, lines.length - this.#size);
    const kept = lines.slice(first);
    this.#putAll(from + first, kept);
    if (this.#characters <= mostCharacters) return;
    this.clear();
    this.#putAll(from + first, kept);
  }

  line(number: number): Line | undefined {
    const slot = number % this.#size;
    return this.#numbers[slot] === number ? this.#lines[slot] : undefined;
  }

  clear(): void {
    this.#numbers = [];
    this.#lines = [];
    this.#characters = 0;
  }

  #putAll(from: number, lines: readonly Line[]): void {
    for (const [i, line] of lines.entries()) this.#putOne(from + i, line);
  }

  #putOne(number: number, line: Line): void {
    const slot = number % this.#size;
    const before = this.#lines[slot];
    // A line never changes: keeping the old object saves laying it out again.
    if (before && this.#numbers[slot] === number) return;
    this.#characters += weight(line) - (before ? weight(before) : 0);
    this.#numbers[slot] = number;
    this.#lines[slot] = line;
  }
}

/** A line without text takes memory too. */
const weight = ({ text }: Line): number => text.length + 32;
