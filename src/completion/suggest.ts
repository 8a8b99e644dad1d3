import { completionShells } from '../cli/completion-shells.ts';
import { topics } from '../cli/help.ts';
import type { Place } from '../cli/options.ts';
import { verbs } from '../cli/verbs.ts';
import { type Flag, flagsOf, type Tool } from './flags.ts';
import { listNames, type Names, targetNames } from './names.ts';
import { findFlag, readTyped, type Typed } from './read-typed.ts';
import type { TypedLine } from './split-line.ts';

/** What can stand at the cursor. `files`, `commands`: the shell itself knows them; a command is likely on the hosts too. */
export type Suggestions =
  | { readonly kind: 'words' | 'targets'; readonly words: readonly Suggestion[] }
  | { readonly kind: 'files' | 'commands' };

export interface Suggestion {
  readonly word: string;
  /** Said beside it. */
  readonly detail: string;
}

/** Reads the inventory's names: of this file where one is given. Throws as reading it does. */
export type ReadNames = (file: string | undefined) => Promise<Names>;

/** What to offer for the word at the cursor. @throws what `names` throws */
export async function suggest(
  tool: Tool,
  { words, current }: Pick<TypedLine, 'words' | 'current'>,
  names: ReadNames,
): Promise<Suggestions> {
  const flags = flagsOf(tool);
  const line = readTyped(words.slice(1), flags);
  const read = () => names(line.inventory);
  if (line.wanting) return valuesOf(line.wanting, current, read);
  if (!line.behindDashes && current.startsWith('-')) {
    const { flag, text } = findFlag(current, flags);
    if (!flag || text === undefined) return options(tool, flags, line, current);
    const before = current.slice(0, current.length - text.length);
    return inFront(before, await valuesOf(flag, text, read));
  }
  return tool === 'tutti' ? ofTutti(line, current, read) : options(tool, flags, line, current);
}

/** Those that mean something here and are not given already. */
function options(
  tool: Tool,
  flags: readonly Flag[],
  { words, given }: Typed,
  current: string,
): Suggestions {
  const place = tool === 'tutti' ? placeOf(words[0]) : tool;
  const found = flags
    .filter((flag) => flag.places.includes(place) && (flag.repeats || !given.includes(flag)))
    .flatMap(({ forms, summary }) => {
      const form = forms.find((each) => each.startsWith(current));
      return form === undefined ? [] : [{ word: form, detail: summary }];
    });
  return { kind: 'words', words: found };
}

const verbPlaces: readonly Place[] = ['run', 'put', 'get', 'hosts', 'inventory'];

const placeOf = (verb: string | undefined): Place =>
  verbPlaces.find((place) => place === verb) ?? 'shell';

/** What a value can be. */
async function valuesOf(
  { value, values }: Flag,
  text: string,
  read: () => Promise<Names>,
): Promise<Suggestions> {
  switch (value) {
    case 'FILE':
    case 'PATH':
      return { kind: 'files' };
    case 'HOSTS':
      return { kind: 'targets', words: listNames('hosts', text, await read()) };
    case 'GROUPS':
      return { kind: 'targets', words: listNames('groups', text, await read()) };
    default:
      return oneOf(values ?? (value?.includes('|') ? value.split('|') : []), text);
  }
}

const inFront = (before: string, found: Suggestions): Suggestions =>
  'words' in found
    ? { ...found, words: found.words.map(({ word, detail }) => ({ word: before + word, detail })) }
    : found;

/** A word of `tutti` that is no option. */
async function ofTutti(
  { words: [verb, ...others], behindDashes, commandBegun }: Typed,
  current: string,
  read: () => Promise<Names>,
): Promise<Suggestions> {
  const targets = async () => targetNames(current, await read());
  const first = others.length === 0 && !behindDashes;
  switch (verb) {
    case undefined:
      return behindDashes ? nothing : firstWord(current, targets);
    case 'hosts':
      return first ? { kind: 'targets', words: await targets() } : nothing;
    case 'put':
    case 'get':
      return first ? { kind: 'targets', words: await targets() } : { kind: 'files' };
    case 'run':
      if (behindDashes) return { kind: commandBegun ? 'files' : 'commands' };
      return first ? { kind: 'targets', words: await targets() } : oneOf(['--'], current);
    case 'inventory':
      return ofInventory(others, current, read);
    case 'help':
      return first ? oneOf(topics, current) : nothing;
    case 'completion':
      return first ? oneOf(completionShells, current) : nothing;
    default:
      return nothing;
  }
}

async function ofInventory(
  [action, ...others]: readonly string[],
  current: string,
  read: () => Promise<Names>,
): Promise<Suggestions> {
  if (action === undefined) return oneOf(['check', 'explain', 'import'], current);
  if (others.length > 0) return nothing;
  if (action !== 'explain') return { kind: 'files' };
  return { kind: 'targets', words: listNames('hosts', current, await read()) };
}

const nothing: Suggestions = { kind: 'words', words: [] };

/** Without an inventory verbs are all there is. */
async function firstWord(
  current: string,
  targets: () => Promise<readonly Suggestion[]>,
): Promise<Suggestions> {
  const known = verbs
    .filter(({ name }) => name.startsWith(current))
    .map(({ name, summary }) => ({ word: name, detail: summary }));
  const others = await targets().catch(() => []);
  return { kind: known.length > 0 ? 'words' : 'targets', words: [...known, ...others] };
}

const oneOf = (all: readonly string[], current: string): Suggestions => ({
  kind: 'words',
  words: all.filter((each) => each.startsWith(current)).map((word) => ({ word, detail: '' })),
});
