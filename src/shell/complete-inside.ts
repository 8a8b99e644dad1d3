import type { Completion } from './complete.ts';
import { completeRemote } from './complete-remote.ts';
import type { Quote } from './growing-word.ts';
import type { NamePlace } from './known-names.ts';
import type { TypedWords } from './typed-words.ts';

/**
 * A line for the hosts inside of a word, from its character `behind` on: `-cmd "df -h`, `check='curl`. What is
 * typed of it must be as the hosts will see it.
 */
export function completeInside(
  { current, quote }: TypedWords,
  behind: number,
  text: string,
  cursor: number,
  place: NamePlace | undefined,
): Completion | undefined {
  const line = current.value.slice(behind);
  const start = cursor - line.length;
  if (!place || text.slice(start, cursor) !== line) return undefined;
  const found = completeRemote(text.slice(0, cursor), start, cursor, place);
  if (!found) return undefined;
  const items = found.items.map((item) => ({ ...item, insert: within(quote, item.insert) }));
  return { ...found, items };
}

/** As `splitWords` reads it back. */
function within(quote: Quote, insert: string): string {
  if (quote === "'") return insert.replaceAll("'", "'\\''");
  if (quote === '"') return insert.replaceAll(/[\\"$`]/g, '\\$&');
  const word = insert.replace(/ $/, '');
  return word.replaceAll(/[\s\\'"]/g, '\\$&') + insert.slice(word.length);
}
