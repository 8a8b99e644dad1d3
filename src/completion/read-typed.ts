import { takesNext } from '../cli/options.ts';
import type { Flag } from './flags.ts';

/** The finished words of a line, sorted. */
export interface Typed {
  /** Those that are no options and no values of options. */
  readonly words: readonly string[];
  readonly given: readonly Flag[];
  /** Of those that have one, by name. */
  readonly values: ReadonlyMap<string, string>;
  /** The option whose value stands at the cursor. */
  readonly wanting?: Flag;
  /** The cursor is behind `--`. */
  readonly behindDashes: boolean;
  /** There are words between those and the cursor. */
  readonly commandBegun?: boolean;
}

/** Mistakes are passed over: whoever presses Tab is not done yet. */
export function readTyped(line: readonly string[], flags: readonly Flag[]): Typed {
  const words: string[] = [];
  const given: Flag[] = [];
  const values = new Map<string, string>();
  for (let at = 0; at < line.length; at++) {
    const word = line[at] ?? '';
    if (word === '--') {
      const commandBegun = at + 1 < line.length;
      return { words, given, values, behindDashes: true, commandBegun };
    }
    const { flag, text } = findFlag(word, flags);
    if (!flag) {
      if (!word.startsWith('-')) words.push(word);
      continue;
    }
    given.push(flag);
    const next = line[at + 1];
    const takesNext = text === undefined && takesWord(flag, next);
    if (takesNext && next === undefined) {
      return { words, given, values, wanting: flag, behindDashes: false };
    }
    if (takesNext) at++;
    const value = text ?? next;
    if (flag.value !== undefined && value !== undefined) values.set(flag.name, value);
  }
  return { words, given, values, behindDashes: false };
}

/** `--color=never`: the option and what stands behind its sign. */
export function findFlag(
  word: string,
  flags: readonly Flag[],
): { readonly flag: Flag | undefined; readonly text?: string } {
  const equals = word.indexOf('=');
  const form = equals === -1 ? word : word.slice(0, equals);
  const flag = flags.find(({ forms }) => forms.includes(form));
  return { flag, ...(equals !== -1 && { text: word.slice(equals + 1) }) };
}

const takesWord = (flag: Flag, next: string | undefined): boolean =>
  flag.value !== undefined && (!flag.optional || takesNext(flag, next ?? ''));
