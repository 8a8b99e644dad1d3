import { completionShells } from '../cli/completion-shells.ts';
import { topics } from '../cli/help.ts';
import type { Place } from '../cli/places.ts';
import { verbs } from '../cli/verbs.ts';
import type { Suggestion, WantedWord } from '../domain/wanted-word.ts';
import { flagsOf, type Tool } from './flags.ts';
import { listNames, type Names, targetNames } from './names.ts';
import { readTyped, type Typed } from './read-typed.ts';
import type { TypedLine } from './split-line.ts';
import { oneOf, wantedWord } from './wanted-word.ts';

/** What can stand at the cursor. `files`, `commands`: the shell itself knows them; a command is likely on the hosts too. */
export type Suggestions =
  | { readonly kind: 'words' | 'targets'; readonly words: readonly Suggestion[] }
  | { readonly kind: 'files' | 'commands' };

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
  const read = () => names(line.values.get('inventory'));
  const place = tool === 'tutti' ? placeOf(line.words[0]) : tool;
  const wanted = wantedWord(place, flags, line, current);
  if (wanted.kind === 'operand') return ofTutti(line, current, read);
  const before = current.slice(0, wanted.behind);
  return inFront(before, await valuesOf(wanted, current.slice(wanted.behind), read));
}

const verbPlaces: readonly Place[] = ['run', 'put', 'get', 'hosts', 'inventory'];

const placeOf = (verb: string | undefined): Place =>
  verbPlaces.find((place) => place === verb) ?? 'shell';

async function valuesOf(
  wanted: Exclude<WantedWord, { kind: 'operand' }>,
  text: string,
  read: () => Promise<Names>,
): Promise<Suggestions> {
  switch (wanted.kind) {
    case 'one-of':
      return { kind: 'words', words: wanted.words };
    case 'hosts':
    case 'groups':
      return { kind: 'targets', words: listNames(wanted.kind, text, await read()) };
    case 'local':
    case 'remote':
      return { kind: 'files' };
    case 'command':
    case 'value':
      return nothing;
    default:
      return wanted satisfies never;
  }
}

const inFront = (before: string, found: Suggestions): Suggestions =>
  'words' in found && before !== ''
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
      return first ? { kind: 'targets', words: await targets() } : among(['--'], current);
    case 'inventory':
      return ofInventory(others, current, read);
    case 'help':
      return first ? among(topics, current) : nothing;
    case 'completion':
      return first ? among(completionShells, current) : nothing;
    default:
      return nothing;
  }
}

async function ofInventory(
  [action, ...others]: readonly string[],
  current: string,
  read: () => Promise<Names>,
): Promise<Suggestions> {
  if (action === undefined) return among(['check', 'explain', 'import'], current);
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

const among = (all: readonly string[], current: string): Suggestions => ({
  kind: 'words',
  words: oneOf(all, current),
});
