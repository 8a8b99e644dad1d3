/** What stands before the cursor, read as a shell reads it. */
export interface TypedLine {
  /** The words that are finished, the command first. */
  readonly words: readonly string[];
  /** The word at the cursor, as far as it is typed; empty behind a blank. */
  readonly current: string;
  /** The quote that is still open in it. */
  readonly quote?: "'" | '"';
}

/** Splits the text before the cursor; assignments in front of the command are left out. */
export function splitLine(text: string): TypedLine {
  const words: string[] = [];
  let word: string | undefined;
  let quote: TypedLine['quote'];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === quote) quote = undefined;
    else if (isEscape(text, at, quote)) word = (word ?? '') + text.charAt(++at);
    else if (!quote && isQuote(character)) {
      quote = character;
      word ??= '';
    } else if (!quote && /\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  const command = words.findIndex((each) => !/^\w+=/.test(each));
  return {
    words: command === -1 ? [] : words.slice(command),
    current: word ?? '',
    ...(quote && { quote }),
  };
}

const isQuote = (character: string): character is "'" | '"' =>
  character === "'" || character === '"';

/** In double quotes only some characters can be escaped (POSIX, 2.2.3). */
function isEscape(text: string, at: number, quote: TypedLine['quote']): boolean {
  if (text.charAt(at) !== '\\' || quote === "'" || at + 1 === text.length) return false;
  return quote === undefined || /[\\"$`]/.test(text.charAt(at + 1));
}
