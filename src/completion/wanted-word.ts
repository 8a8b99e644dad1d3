import type { Place } from '../cli/places.ts';
import type { Suggestion, WantedWord } from '../domain/wanted-word.ts';
import type { Flag } from './flags.ts';
import { findFlag, type Typed } from './read-typed.ts';

/** What the word at the cursor is: an option that means something in this place, a value of one, or none of both. */
export function wantedWord(
  place: Place,
  flags: readonly Flag[],
  line: Typed,
  current: string,
): WantedWord {
  if (line.wanting) return valueWanted(line.wanting, current, 0);
  if (!line.behindDashes && current.startsWith('-')) {
    const { flag, text } = findFlag(current, flags);
    if (flag && text !== undefined) return valueWanted(flag, text, current.length - text.length);
    return optionsIn(place, flags, line, current);
  }
  const onlyOptions = place === 'batch_run' || place === 'batch_scp';
  if (onlyOptions) return optionsIn(place, flags, line, current);
  return { kind: 'operand', before: line.words, behind: 0 };
}

/** Those that are not given already. */
function optionsIn(
  place: Place,
  flags: readonly Flag[],
  { given }: Typed,
  current: string,
): WantedWord {
  const words = flags
    .filter((flag) => flag.places.includes(place) && (flag.repeats || !given.includes(flag)))
    .flatMap(({ forms, summary }) => {
      const form = forms.find((each) => each.startsWith(current));
      return form === undefined ? [] : [{ word: form, detail: summary }];
    });
  return { kind: 'one-of', words, behind: 0 };
}

function valueWanted({ value, values, there }: Flag, text: string, behind: number): WantedWord {
  switch (value) {
    case 'FILE':
    case 'PATH':
      return there ? { kind: 'remote', behind } : { kind: 'local', behind };
    case 'HOSTS':
      return { kind: 'hosts', behind };
    case 'GROUPS':
      return { kind: 'groups', behind };
    case 'COMMAND':
      return { kind: 'command', behind };
    default: {
      const known = values ?? (value?.includes('|') ? value.split('|') : []);
      if (known.length === 0) return { kind: 'value', behind };
      return { kind: 'one-of', words: oneOf(known, text), behind };
    }
  }
}

export const oneOf = (all: readonly string[], current: string): Suggestion[] =>
  all.filter((each) => each.startsWith(current)).map((word) => ({ word, detail: '' }));
