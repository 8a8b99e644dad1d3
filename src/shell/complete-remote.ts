import { safeText } from '../domain/output.ts';
import type { Completion, CompletionWorld } from './complete.ts';
import { commonest, completePath, nameItem } from './complete-path.ts';
import { type NamePlace, onHosts } from './known-names.ts';
import { type RemoteWord, remoteWord } from './remote-word.ts';
import { type SubstitutedName, substitutedName } from './substituted-name.ts';

/** A command, a path or a name that exists in the place of a line that begins at `start`; what most there have comes first. */
export function completeRemote(
  text: string,
  start: number,
  cursor: number,
  place: NamePlace,
): Completion | undefined {
  const line = text.slice(start, cursor);
  const rest = text.slice(cursor);
  const name = /^[\w}]/.test(rest) ? undefined : substitutedName(line);
  if (name) return completeName(name, start, cursor, place);
  // In the middle of a word it is not known what the rest of it means.
  if (!/^(?:[\s;|&)<>]|$)/.test(rest)) return undefined;
  const word = remoteWord(line);
  if (!word) return undefined;
  const inText = { ...word, from: start + word.from };
  return word.command
    ? completeCommand(inText, cursor, place)
    : completePath(inText, cursor, [place]);
}

/** The same on the hosts of this target; absent: of the prompt's. */
export function completeLineThere(
  text: string,
  start: number,
  cursor: number,
  { remote }: Pick<CompletionWorld, 'remote'>,
  target?: string,
): Completion | undefined {
  return (
    remote &&
    completeRemote(
      text,
      start,
      cursor,
      onHosts((query) => remote(target, query)),
    )
  );
}

function completeCommand(
  word: RemoteWord,
  cursor: number,
  { ask, detail }: NamePlace,
): Completion | undefined {
  const { prefix, from } = word;
  const known = prefix === '' ? undefined : ask({ kind: 'commands' });
  if (!known) return undefined;
  const { names, of, waiting } = known;
  const fits = ([name]: readonly [string, number]) =>
    name.startsWith(prefix) && !name.includes('%{');
  const items = commonest(names, fits).map(([name, on]) => nameItem(name, detail(on, of), word));
  return { from, to: cursor, items, ...(waiting && { waiting }) };
}

function completeName(
  { kind, prefix, from, close }: SubstitutedName,
  start: number,
  cursor: number,
  { ask, detail }: NamePlace,
): Completion | undefined {
  const known = ask({ kind });
  if (!known) return undefined;
  const { names, of, waiting } = known;
  const positions = Array.from({ length: prefix.length }, (_, at) => at);
  const items = commonest(names, ([name]) => name.startsWith(prefix) && isName[kind](name)).map(
    ([name, on]) => ({
      label: safeText(name),
      insert: name + close,
      detail: (kind === 'placeholders' && placeholders.get(name)) || detail(on, of),
      positions,
    }),
  );
  return { from: start + from, to: cursor, items, ...(waiting && { waiting }) };
}

/** Those that every host has. */
const placeholders: ReadonlyMap<string, string> = new Map([
  ['host', 'the name of each host'],
  ['index', 'its place in the target, from 0'],
  ['count', 'how many hosts there are'],
]);

/** What is read as one, without quotes. */
const isName = {
  variables: (name: string) => /^[A-Za-z_]\w*$/.test(name),
  users: (name: string) => /^[A-Za-z_][\w.-]*$/.test(name),
  placeholders: (name: string) => /^[A-Za-z_][\w.-]*$/.test(name),
} as const;
