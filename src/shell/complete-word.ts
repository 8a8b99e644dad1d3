import { safeText } from '../domain/output.ts';
import type { Completion } from './complete.ts';

/** One of these words, each with what it does; behind one that ends in `=` its value stands. */
export function completeWord(
  typed: string,
  cursor: number,
  words: Readonly<Record<string, string>>,
): Completion {
  const positions = Array.from({ length: typed.length }, (_, at) => at);
  const items = Object.entries(words)
    .filter(([word]) => word.startsWith(typed))
    .map(([word, detail]) => ({
      label: safeText(word),
      insert: word.endsWith('=') ? word : `${word} `,
      detail: safeText(detail),
      positions,
    }));
  return { from: cursor - typed.length, to: cursor, items };
}
