import type { Run } from '../domain/run.ts';
import type { Argument } from './argument.ts';
import type { Completion, CompletionWorld } from './complete.ts';
import { completeOptions } from './complete-options.ts';
import { completeOwnPath } from './complete-path.ts';
import { completeLineThere } from './complete-remote.ts';
import { completeSettings } from './complete-settings.ts';
import { completeTarget } from './complete-target.ts';
import { completeWord } from './complete-word.ts';
import { pathOf } from './growing-word.ts';
import { onThisMachine } from './known-names.ts';
import { firstWord } from './split-words.ts';
import { typedWords } from './typed-words.ts';

/** What a built-in takes behind its name, from `start` on. */
export function completeArguments(
  takes: readonly Argument[],
  text: string,
  start: number,
  cursor: number,
  world: CompletionWorld,
  target?: string,
): Completion | undefined {
  const [argument, ...further] = takes;
  const before = text.slice(start, cursor);
  const at = start + before.length - before.trimStart().length;
  const typed = text.slice(at, cursor);
  const end = typed.search(/\s/);
  const isLast = end === -1;
  const goOn = (from: number, hosts = target) =>
    completeArguments(further, text, from, cursor, world, hosts);
  switch (argument?.kind) {
    case undefined:
      return undefined;
    case 'word':
      return isLast ? completeWord(typed, cursor, argument.words) : goOn(at + end);
    case 'run':
      return isLast ? completeRun(typed, cursor, world.runs, argument.fits) : undefined;
    case 'target': {
      const sigil = typed.startsWith('@') ? 1 : 0;
      if (!isLast) return goOn(at + end, typed.slice(sigil, end));
      const kinds = argument.only && [argument.only];
      return completeTarget(text, at + sigil, cursor, world, kinds);
    }
    case 'input':
      return typed.startsWith('<') ? completeInput(text, at + 1, cursor, world, goOn) : goOn(at);
    case 'new-file':
      return completeNewFile(text, at, cursor, world);
    case 'settings':
      return completeSettings(argument.settings, text, at, cursor, world, goOn);
    case 'transfer':
      return completeOptions(argument.of, text, at, cursor, world);
    case 'line':
      return completeLineThere(text, at, cursor, world, target);
    default:
      return argument satisfies never;
  }
}

/** The newest first, with what each ran. */
function completeRun(
  typed: string,
  cursor: number,
  runs: readonly Run[],
  fits: (run: Run) => boolean = () => true,
): Completion {
  const lines = runs
    .filter(fits)
    .slice(-most)
    .map(({ number, command }) => [String(number), command.replaceAll('\n', '⏎')] as const);
  const found = completeWord(typed, cursor, Object.fromEntries(lines));
  return { ...found, items: [...found.items].reverse() };
}

/** Of a session's. */
const most = 100;

/** The folder it is to be in; nothing follows it, and no quotes enclose it. */
function completeNewFile(
  text: string,
  start: number,
  cursor: number,
  { here }: CompletionWorld,
): Completion | undefined {
  if (!here || text.slice(cursor).trim() !== '') return undefined;
  const typed = text.slice(start, cursor);
  const slash = typed.lastIndexOf('/') + 1;
  const path = { folder: typed.slice(0, slash), prefix: typed.slice(slash), from: start + slash };
  const folders = { ...onThisMachine(here), only: 'folders' } as const;
  return completeOwnPath({ ...path, context: 'raw' }, cursor, [folders]);
}

/** `<"some file" line` */
function completeInput(
  text: string,
  start: number,
  cursor: number,
  { here }: CompletionWorld,
  goOn: (from: number) => Completion | undefined,
): Completion | undefined {
  const words = typedWords(text.slice(0, cursor), start);
  if (!words) return undefined;
  if (words.finished.length > 0)
    return goOn(cursor - firstWord(text.slice(start, cursor)).rest.length);
  return here && completeOwnPath(pathOf(words.current), cursor, [onThisMachine(here)]);
}
