import { batchTarget } from '../cli/batch-words.ts';
import { UsageError } from '../domain/failure.ts';
import type { OptionLine, OptionWord, WantedWord } from '../domain/wanted-word.ts';
import { flagsOf } from './flags.ts';
import { readTyped } from './read-typed.ts';
import { wantedWord } from './wanted-word.ts';

/** What the word at the cursor can be behind these finished ones, of the options that mean something at the prompt. */
export function wantedAtPrompt(
  line: OptionLine,
  words: readonly string[],
  current: string,
): OptionWord {
  const tool = line === 'put' || line === 'get' ? 'tutti' : line;
  const flags = flagsOf(tool).filter(({ atPrompt, places }) => atPrompt && places.includes(line));
  const typed = readTyped(words, flags);
  const wanted = wantedWord(line, flags, typed, current);
  const target = targetOf(typed.values);
  return {
    wanted: typed.values.get('action') === 'get' ? ofGet(wanted) : wanted,
    ...(target !== undefined && { target }),
  };
}

/** Into the folder here comes one for each host; what is named there are patterns. */
function ofGet(wanted: WantedWord): WantedWord {
  if (wanted.kind === 'local') return { ...wanted, only: 'folders' };
  return wanted.kind === 'remote' ? { ...wanted, patterns: true } : wanted;
}

function targetOf(values: ReadonlyMap<string, string>): string | undefined {
  try {
    return batchTarget(values.get('h'), values.get('g'), new UsageError('none'));
  } catch {
    return undefined; // whoever presses Tab is not done yet
  }
}
