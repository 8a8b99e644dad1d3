import { completeBuiltin, completeHistory } from './complete-line.ts';
import { completeTarget } from './complete-target.ts';
import { targetEnd } from './parse.ts';

/** What can stand at the cursor: a stretch of the text and what may replace it. Offsets are UTF-16 units. */
export interface Completion {
  readonly from: number;
  readonly to: number;
  readonly items: readonly CompletionItem[];
}

export interface CompletionItem {
  readonly label: string;
  readonly insert: string;
  /** Said behind it: how many hosts, what a built-in does. */
  readonly detail: string;
  /** Indexes of the label's characters that matched. */
  readonly positions: readonly number[];
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
    return undefined;
  }
  if (/^\s*:[a-zA-Z]?\w*$/.test(before)) return completeBuiltin(before, cursor, world);
  return before.trim() === '' ? undefined : completeHistory(text, cursor, world);
}
