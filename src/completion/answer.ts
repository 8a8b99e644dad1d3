import type { CompletionShell } from '../cli/completion-shells.ts';
import type { Suggestion } from '../domain/wanted-word.ts';
import { splitLine, type TypedLine } from './split-line.ts';
import type { Suggestions } from './suggest.ts';

/**
 * The answer to a script: the kind in the first line, then a word a line; for zsh and fish a tab and what is said beside it.
 * `replaced`: what bash will take away, its part of the word at the cursor ($2).
 */
export function answerText(
  shell: CompletionShell,
  suggestions: Suggestions,
  line: TypedLine,
  replaced = '',
): string {
  const words = 'words' in suggestions ? suggestions.words.filter(isPlain) : [];
  const written = words.map(({ word, detail }) =>
    shell === 'bash' ? forBash(word, line, replaced) : `${word}\t${detail}`,
  );
  return [suggestions.kind, ...written.filter((each) => each !== undefined)]
    .join('\n')
    .concat('\n');
}

/** A name of a hostile inventory cannot put anything else onto the terminal. */
const isPlain = ({ word }: Suggestion): boolean => !/[\x00-\x1f\x7f-\x9f]/.test(word);

/**
 * bash splits words at `@`, `=` and `:` too (COMP_WORDBREAKS), so that it replaces the end of ours only; and it
 * writes what it is given as it is, so that outside of quotes we escape it.
 */
function forBash(
  word: string,
  { current, quote }: TypedLine,
  replaced: string,
): string | undefined {
  const typed = quote ? replaced : splitLine(replaced).current;
  if (!current.endsWith(typed)) return undefined;
  const rest = word.slice(current.length - typed.length);
  return quote ? rest : rest.replace(/[^\w@%+=:,./^~-]/g, '\\$&');
}
