import { completeBuiltin, completeHistory } from './complete-line.ts';
import { type AskRemote, completeRemote } from './complete-remote.ts';
import { completeTarget } from './complete-target.ts';
import { targetEnd } from './parse.ts';

/** What can stand at the cursor: a stretch of the text and what may replace it. Offsets are UTF-16 units. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly items: readonly CompletionItem[];
  /** Hosts may still answer: `soon`, or it takes longer than one waits for a list. */
  readonly waiting?: 'soon' | 'late';
}

export interface CompletionItem {
  readonly label: string;
  readonly insert: string;
  /** Said behind it: how many hosts, what a built-in does. */
  readonly detail: string;
  /** Indexes of the label's characters that matched. */
  readonly positions: readonly number[];
  /** What it replaces, where that is not the stretch of all. */
  readonly range?: { readonly from: number; readonly to: number };
}

export interface CompletionWorld {
  readonly hosts: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly results: ReadonlyMap<string, readonly string[]>;
  readonly builtins: readonly { readonly name: string; readonly summary: string }[];
  /** The oldest first. */
  readonly history: readonly string[];
  /** How many hosts a target selects; undefined while it is not one. */
  count(target: string): number | undefined;
  /** Absent: no host is asked. */
  readonly remote?: AskRemote;
}

/** Undefined: there is nothing to offer here. */
export function complete(
  text: string,
  cursor: number,
  world: CompletionWorld,
): Completion | undefined {
  const before = text.slice(0, cursor);
  if (/^\s*@/.test(before)) {
    const start = before.indexOf('@') + 1;
    if (targetEnd(before.slice(start)) + start === cursor)
      return completeTarget(text, start, cursor, world);
    const end = start + targetEnd(before.slice(start));
    return onHosts(text, end, cursor, world, text.slice(start, end));
  }
  if (/^\s*:[a-zA-Z]?\w*$/.test(before)) return completeBuiltin(before, cursor, world);
  if (before.trim() === '') return undefined;
  if (/^\s*(?:!|batch_)/.test(before)) return completeHistory(text, cursor, world);
  const builtin = /^\s*:[a-zA-Z]\S*\s/.exec(before)?.[0];
  if (builtin === undefined) return onHosts(text, 0, cursor, world);
  return withLine.test(builtin)
    ? onHosts(text, builtin.length, cursor, world)
    : completeHistory(text, cursor, world);
}

/** Built-ins that a line for the hosts follows. */
const withLine = /^\s*:(?:stdin|pty|preview|get) /;

/** A line for the hosts, from `start` on: what they have, then lines entered before that begin so. */
function onHosts(
  text: string,
  start: number,
  cursor: number,
  world: CompletionWorld,
  target?: string,
): Completion | undefined {
  const { remote } = world;
  const found = remote && completeRemote(text, start, cursor, (query) => remote(target, query));
  if (!found || (found.items.length === 0 && !found.waiting))
    return completeHistory(text, cursor, world);
  if (found.items.length === 1) return found;
  const begun = text.slice(0, cursor);
  const lines = completeHistory(text, cursor, world);
  const entered = (lines?.items ?? []).filter(({ insert }) => insert.startsWith(begun));
  const range = { from: 0, to: text.length };
  return {
    ...found,
    items: [...found.items, ...entered.slice(0, 3).map((item) => ({ ...item, range }))],
  };
}
