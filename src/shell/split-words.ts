import { UsageError } from '../domain/failure.ts';

/** Splits a line into words as a POSIX shell does, without any expansion. @throws UsageError for an open quote */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = closing(line, at, character);
      const inside = line.slice(at + 1, end);
      word = (word ?? '') + (character === '"' ? inside.replace(/\\([\\"$`])/g, '$1') : inside);
      at = end;
    } else if (character === '\\' && at + 1 < line.length) {
      word = (word ?? '') + line[++at];
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** The first word, and what stands behind it, from the blank on. @throws UsageError for an open quote */
export function firstWord(line: string): { readonly word: string; readonly rest: string } {
  const start = line.search(/\S/);
  for (let at = Math.max(start, 0); at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '\\') at++;
    else if (character === "'" || character === '"') at = closing(line, at, character);
    else if (/\s/.test(character))
      return { word: splitWords(line.slice(0, at))[0] ?? '', rest: line.slice(at) };
  }
  return { word: splitWords(line)[0] ?? '', rest: '' };
}

function closing(line: string, start: number, quote: string): number {
  for (let at = start + 1; at < line.length; at++) {
    if (line[at] === '\\' && quote === '"') at++;
    else if (line[at] === quote) return at;
  }
  throw new UsageError(`the ${quote} at column ${start + 1} is never closed – add the other one`);
}
