import type { Setting } from './argument.ts';
import type { Completion, CompletionWorld } from './complete.ts';
import { completeInside } from './complete-inside.ts';
import { completeWord } from './complete-word.ts';
import { onHosts } from './known-names.ts';
import { firstWord } from './split-words.ts';
import { typedWords } from './typed-words.ts';

/** `check="…" pause=30s` from `start` on; `goOn` completes what stands behind them. */
export function completeSettings(
  settings: Readonly<Record<string, Setting>>,
  text: string,
  start: number,
  cursor: number,
  world: CompletionWorld,
  goOn: (from: number) => Completion | undefined,
): Completion | undefined {
  const typed = text.slice(start, cursor);
  const [sign = '', name = ''] = /^(\w+)=/.exec(typed) ?? [];
  const value = settings[name]?.value;
  if (value === undefined) return begun(settings, typed, start, cursor, goOn);
  const words = typedWords(text.slice(0, cursor), start);
  if (!words) return undefined;
  if (words.finished.length > 0) {
    const next = cursor - firstWord(typed).rest.trimStart().length;
    return completeSettings(settings, text, next, cursor, world, goOn);
  }
  const { remote } = world;
  if (value !== 'line') return completeWord(typed.slice(sign.length), cursor, value);
  const there = remote && onHosts((query) => remote(undefined, query));
  return completeInside(words, sign.length, text, cursor, there);
}

/** A name of one, or already the next argument. */
function begun(
  settings: Readonly<Record<string, Setting>>,
  typed: string,
  start: number,
  cursor: number,
  goOn: (from: number) => Completion | undefined,
): Completion | undefined {
  const next = goOn(start);
  if (/\s/.test(typed)) return next;
  const names = Object.entries(settings).map(([name, { summary }]) => [`${name}=`, summary]);
  const { items, ...range } = completeWord(typed, cursor, Object.fromEntries(names));
  if (!next) return { ...range, items };
  return { ...next, items: [...items.map((item) => ({ ...item, range })), ...next.items] };
}
