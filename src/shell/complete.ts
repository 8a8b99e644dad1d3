import type { ListingQuery } from '../domain/listing.ts';
import type { Run } from '../domain/run.ts';
import type { OptionLine, OptionWord } from '../domain/wanted-word.ts';
import type { Argument } from './argument.ts';
import { completeArguments } from './complete-arguments.ts';
import { completeBuiltin, completeHistory } from './complete-line.ts';
import { completeOptions } from './complete-options.ts';
import { completeLineThere, completeRemote } from './complete-remote.ts';
import { completeTarget } from './complete-target.ts';
import { completeWord } from './complete-word.ts';
import { type AskRemote, type KnownNames, onThisMachine } from './known-names.ts';
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
  readonly builtins: readonly {
    readonly name: string;
    readonly summary: string;
    readonly takes?: readonly Argument[];
  }[];
  /** The oldest first. */
  readonly history: readonly string[];
  /** Of this session, the oldest first. */
  readonly runs: readonly Run[];
  /** How many hosts a target selects; undefined while it is not one. */
  count(target: string): number | undefined;
  /** What a word can be behind these finished ones of a line with options. */
  options(line: OptionLine, words: readonly string[], current: string): OptionWord;
  /** Absent: no host is asked. */
  readonly remote?: AskRemote;
  /** Absent: our machine is not asked. */
  readonly here?: (query: ListingQuery) => KnownNames | undefined;
}

/** Undefined: there is nothing to offer here. */
export function complete(
  text: string,
  cursor: number,
  world: CompletionWorld,
): Completion | undefined {
  const before = text.slice(0, cursor);
  if (/^\s*:[a-zA-Z]?\w*$/.test(before)) return completeBuiltin(before, cursor, world);
  if (before.trim() === '') return undefined;
  if (!/^\s*@/.test(before)) return withHistory(text, cursor, world, inLine(text, cursor, world));
  const start = before.indexOf('@') + 1;
  const end = start + targetEnd(before.slice(start));
  if (end === cursor) return completeTarget(text, start, cursor, world);
  const found = completeLineThere(text, end, cursor, world, text.slice(start, end));
  return withHistory(text, cursor, world, found);
}

function inLine(text: string, cursor: number, world: CompletionWorld): Completion | undefined {
  const before = text.slice(0, cursor);
  const mark = /^\s*!/.exec(before)?.[0];
  if (mark !== undefined) {
    return world.here && completeRemote(text, mark.length, cursor, onThisMachine(world.here));
  }
  if (/^\s*batch_\w*$/.test(before)) {
    return completeWord(before.trimStart(), cursor, batchTools);
  }
  const [batch, tool] = /^\s*(batch_run|batch_scp)\s/.exec(before) ?? [];
  if (batch !== undefined) {
    return completeOptions(tool as OptionLine, text, batch.length, cursor, world);
  }
  const [builtin, name] = /^\s*:([a-zA-Z]\S*)\s/.exec(before) ?? [];
  if (builtin === undefined) return completeLineThere(text, 0, cursor, world);
  const { takes = [] } = world.builtins.find((each) => each.name === name) ?? {};
  return completeArguments(takes, text, builtin.length, cursor, world);
}

const batchTools = {
  batch_run: 'a command on hosts or groups of its own',
  batch_scp: 'copy files to them, or from them',
};

/** Behind what can stand there, lines entered before that begin so; where nothing can, those that are like it. */
function withHistory(
  text: string,
  cursor: number,
  world: CompletionWorld,
  found: Completion | undefined,
): Completion | undefined {
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
