import type { ListingQuery } from '../domain/listing.ts';
import { safeText } from '../domain/output.ts';
import type { Completion, CompletionItem } from './complete.ts';
import { type RemoteWord, remoteWord } from './remote-word.ts';

/** What the hosts of a target have said so far. */
export interface RemoteNames {
  /** How many of them have each name; a folder's ends in `/`. */
  readonly names: ReadonlyMap<string, number>;
  /** How many have answered. */
  readonly of: number;
  /** Others may still answer: `soon`, or it takes longer than one waits for a list. */
  readonly waiting?: 'soon' | 'late';
}

/** `target`: as typed behind `@`; absent: that of the prompt. Undefined: no host of it is there to be asked. */
export type AskRemote = (
  target: string | undefined,
  query: ListingQuery,
) => RemoteNames | undefined;

const most = 12;

/** A command, or a path, that exists on hosts of the target; those that most have come first. `start`: of the line. */
export function completeRemote(
  text: string,
  start: number,
  cursor: number,
  ask: (query: ListingQuery) => RemoteNames | undefined,
): Completion | undefined {
  // In the middle of a word it is not known what the rest of it means.
  if (!/^(?:[\s;|&)<>]|$)/.test(text.slice(cursor))) return undefined;
  const word = remoteWord(text.slice(start, cursor));
  if (!word || (word.command && word.prefix === '')) return undefined;
  const known = ask(word.command ? { kind: 'commands' } : { kind: 'folder', path: word.folder });
  if (!known) return undefined;
  const { of, names, waiting } = known;
  const found = [...names]
    .filter(([name]) => fits(name, word))
    .sort(([a, on], [b, onB]) => onB - on || (a < b ? -1 : 1))
    .slice(0, most);
  const items = found.map(([name, on]) => item(name, `on ${on} of ${of}`, word));
  return { from: start + word.from, to: cursor, items, ...(waiting && { waiting }) };
}

function fits(name: string, { prefix, command }: RemoteWord): boolean {
  if (!name.startsWith(prefix) || name.includes('%{')) return false;
  return command || prefix !== '' || !name.startsWith('.');
}

function item(name: string, detail: string, word: RemoteWord): CompletionItem {
  const positions = Array.from({ length: word.prefix.length }, (_, at) => at);
  return { label: safeText(name), insert: typed(name, word), detail, positions };
}

/** As it must be typed there; behind a file the word is over, behind a folder it goes on. */
function typed(name: string, { context, folder }: RemoteWord): string {
  const isFolder = name.endsWith('/');
  switch (context) {
    case 'single':
      return name.replaceAll("'", "'\\''") + (isFolder ? '' : "' ");
    case 'double':
      return name.replaceAll(/["$`\\]/g, '\\$&') + (isFolder ? '' : '" ');
    case 'plain': {
      // It would be taken for an option.
      const safe = folder === '' && name.startsWith('-') ? `./${name}` : name;
      return safe.replaceAll(/[^\p{L}\p{N}@%+=:,./_-]/gu, '\\$&') + (isFolder ? '' : ' ');
    }
    default:
      return context satisfies never;
  }
}
