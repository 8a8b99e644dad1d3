import type { Line } from '../domain/run.ts';

/** One ring's share of the memory; only absurdly long lines reach it. */
const mostCharacters = 2 * 1024 * 1024;

/** The lines taken in last, each under its own number; one pushes out another a whole ring away. */
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

  /** Line `from` and those after it; of more than the ring holds the last ones stay. */
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
    // a line never changes: keeping it saves the screen from laying it again
    if (before && this.#numbers[slot] === number) return;
    this.#characters += weight(line) - (before ? weight(before) : 0);
    this.#numbers[slot] = number;
    this.#lines[slot] = line;
  }
}

/** A line without text takes memory too. */
const weight = ({ text }: Line): number => text.length + 32;
