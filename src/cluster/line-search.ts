import { stripStyle } from '../domain/sgr.ts';
import type { TextPattern } from '../domain/text-pattern.ts';

/** Searches line by line, and remembers a bounded number of hits. */
export class LineSearch {
  readonly #pattern: TextPattern;
  readonly #most: number;
  #lines: number[] = [];
  #count = 0;
  #told = 0;

  /** `most`: how many line numbers are remembered. */
  constructor(pattern: TextPattern, most: number) {
    this.#pattern = pattern;
    this.#most = most;
  }

  look(number: number, text: string): void {
    if (!this.#pattern.matches(stripStyle(text))) return;
    this.#count += 1;
    if (this.#told + this.#lines.length < this.#most) this.#lines.push(number);
  }

  /** What was found since the last call. */
  taken(): { readonly lines: readonly number[]; readonly count: number } {
    const found = { lines: this.#lines, count: this.#count };
    this.#told += this.#lines.length;
    this.#lines = [];
    this.#count = 0;
    return found;
  }
}
