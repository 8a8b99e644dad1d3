import { type GrowingWord, grown, inQuotes, newWord, type Quote } from './growing-word.ts';

/** The words of a line that is being typed, read as `splitWords` reads them. */
export interface TypedWords {
  readonly finished: readonly string[];
  /** The one at the cursor; empty behind a blank. */
  readonly current: GrowingWord;
  /** The quote that is still open. */
  readonly quote: Quote;
}

/** Reads `text` from `start` up to its end, the cursor. Undefined: it ends in the middle of an escape. */
export function typedWords(text: string, start = 0): TypedWords | undefined {
  const finished: string[] = [];
  let word = newWord(start);
  let quote: Quote = '';
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === quote) quote = '';
    else if (isEscape(text, at, quote)) {
      at++;
      if (at === text.length) return undefined;
      word = grown(word, text[at] ?? '', at, quote);
    } else if (quote === '' && (character === "'" || character === '"')) {
      quote = character;
      word = inQuotes(word, at, character);
    } else if (quote === '' && /\s/.test(character)) {
      if (at > word.start) finished.push(word.value);
      word = newWord(at + 1);
    } else
      word = grown(word, character, at, quote, character === '/' || isValueSign(word, character));
  }
  return { finished, current: word, quote };
}

/** In double quotes only some characters can be escaped (POSIX, 2.2.3). */
const isEscape = (text: string, at: number, quote: Quote): boolean =>
  text[at] === '\\' && (quote === '' || (quote === '"' && /^[\\"$`]?$/.test(text[at + 1] ?? '')));

/** `--local=` */
const isValueSign = ({ value }: GrowingWord, character: string): boolean =>
  character === '=' && /^--?[a-z][\w-]*$/.test(value);
