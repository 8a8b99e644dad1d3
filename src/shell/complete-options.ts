import type { OptionLine, WantedWord } from '../domain/wanted-word.ts';
import type { Completion, CompletionWorld } from './complete.ts';
import { completeInside } from './complete-inside.ts';
import { completeOwnPath } from './complete-path.ts';
import { completeTarget } from './complete-target.ts';
import { completeWord } from './complete-word.ts';
import { type GrowingWord, pathOf } from './growing-word.ts';
import { type NamePlace, onHosts, onThisMachine } from './known-names.ts';
import { typedWords } from './typed-words.ts';

/** A word of a line with options, which begins at `start`: an option, a value of one, or a path. */
export function completeOptions(
  line: OptionLine,
  text: string,
  start: number,
  cursor: number,
  world: CompletionWorld,
): Completion | undefined {
  // In the middle of a word it is not known what the rest of it means.
  if (/^\S/.test(text.slice(cursor))) return undefined;
  const typed = typedWords(text.slice(0, cursor), start);
  if (!typed) return undefined;
  const { current, finished } = typed;
  const { wanted, target } = world.options(line, finished, current.value);
  const { behind } = wanted;
  const value = current.value.slice(behind);
  const from = cursor - value.length;
  const isPlain = text.slice(from, cursor) === value;
  const places = placesOf(world, target);
  switch (wanted.kind) {
    case 'one-of':
      return isPlain ? completeWord(value, cursor, wordsOf(wanted)) : undefined;
    case 'hosts':
    case 'groups':
      return isPlain ? completeTarget(text, from, cursor, world, kindsOf[wanted.kind]) : undefined;
    case 'local': {
      const local = wanted.only ? foldersOf(places.local) : places.local;
      return completeOwnPath(pathOf(current, behind), cursor, local);
    }
    case 'remote': {
      const remote = wanted.patterns ? patternsOf(places.remote) : places.remote;
      return completeOwnPath(pathOf(current, behind), cursor, remote);
    }
    case 'command':
      return completeInside(typed, behind, text, cursor, places.remote[0]);
    case 'operand':
      return operand(line, wanted.before.length, current, cursor, places);
    case 'value':
      return undefined;
    default:
      return wanted satisfies never;
  }
}

const kindsOf = { hosts: ['host', 'family'], groups: ['group'] } as const;

const wordsOf = ({ words }: Extract<WantedWord, { kind: 'one-of' }>): Record<string, string> =>
  Object.fromEntries(words.map(({ word, detail }) => [word, detail]));

type Places = Readonly<Record<'local' | 'remote', readonly NamePlace[]>>;

function placesOf({ here, remote }: CompletionWorld, target: string | undefined): Places {
  return {
    local: here ? [onThisMachine(here)] : [],
    remote: remote ? [onHosts((query) => remote(target, query))] : [],
  };
}

const foldersOf = (places: readonly NamePlace[]): readonly NamePlace[] =>
  places.map((place) => ({ ...place, only: 'folders' }));

const patternsOf = (places: readonly NamePlace[]): readonly NamePlace[] =>
  places.map((place) => ({ ...place, patterns: true }));

/** The first of a put is of our machine, of a get of the hosts; any further one may be the last. */
function operand(
  line: OptionLine,
  before: number,
  word: GrowingWord,
  cursor: number,
  { local, remote }: Places,
): Completion | undefined {
  const [mine, theirs] = line === 'put' ? [local, remote] : [foldersOf(local), patternsOf(remote)];
  if (before === 0) return completeOwnPath(pathOf(word), cursor, line === 'put' ? mine : theirs);
  return completeOwnPath(pathOf(word), cursor, [...theirs, ...mine]);
}
