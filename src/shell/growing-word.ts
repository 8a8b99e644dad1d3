/** A path that is being typed, in the last word of a line. */
export interface PathWord {
  /** The word up to its last `/`, that included, without quotes; `~/` stays. Empty: there is none. */
  readonly folder: string;
  /** What stands behind that. */
  readonly prefix: string;
  /** Where `prefix` begins in the line, and how what stands there is read; `raw`: as it is. */
  readonly from: number;
  readonly context: 'plain' | 'single' | 'double' | 'raw';
}

export type Quote = '' | "'" | '"';

/** A word on the way from its beginning to the cursor. */
export interface GrowingWord {
  readonly start: number;
  /** Without quotes. */
  readonly value: string;
  /** Behind its last `/`. */
  readonly base: number;
  readonly baseQuote: Quote;
}

export const newWord = (start: number): GrowingWord => ({
  start,
  value: '',
  base: start,
  baseQuote: '',
});

/** One more character; `ends`: behind it the last part of the path begins. */
export function grown<W extends GrowingWord>(
  word: W,
  character: string,
  at: number,
  quote: Quote,
  ends = character === '/',
): W {
  const next = { ...word, value: word.value + character };
  return ends ? { ...next, base: at + 1, baseQuote: quote } : next;
}

/** Quotes that open where the last part begins stay. */
export const inQuotes = <W extends GrowingWord>(word: W, at: number, quote: "'" | '"'): W =>
  word.base === at ? { ...word, base: at + 1, baseQuote: quote } : word;

/** `behind`: so many characters of the word stand in front of the path. */
export function pathOf({ value, base, baseQuote }: GrowingWord, behind = 0): PathWord {
  const path = value.slice(behind);
  const slash = path.lastIndexOf('/') + 1;
  const context = baseQuote === '' ? 'plain' : baseQuote === "'" ? 'single' : 'double';
  return { folder: path.slice(0, slash), prefix: path.slice(slash), from: base, context };
}
