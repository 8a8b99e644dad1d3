import fuzzysort from 'fuzzysort';
import type { Completion, CompletionItem, CompletionWorld } from './complete.ts';

const most = 12;

export function completeBuiltin(
  before: string,
  cursor: number,
  { builtins }: CompletionWorld,
): Completion | undefined {
  const from = before.indexOf(':') + 1;
  const query = before.slice(from);
  const found =
    query === ''
      ? builtins.map((obj) => ({ obj, indexes: [] as number[] }))
      : fuzzysort.go(query, [...builtins], { key: 'name', threshold: 0, limit: most });
  const items = found.map(({ obj, indexes }) => ({
    label: `:${obj.name}`,
    insert: `${obj.name} `,
    detail: obj.summary,
    positions: [...indexes].map((index) => index + 1),
  }));
  return items.length > 0 ? { from, to: cursor, items } : undefined;
}

/** Lines entered before: those that begin with the text, then those that hold it somehow; the newest first. */
export function completeHistory(
  text: string,
  cursor: number,
  { history }: CompletionWorld,
): Completion | undefined {
  const query = text.slice(0, cursor);
  const lines = [...new Set([...history].reverse())].filter((line) => line !== text);
  const begins = lines.filter((line) => line.startsWith(query)).slice(0, most);
  const fuzzy = fuzzysort.go(
    query,
    lines.filter((line) => !begins.includes(line)),
    { threshold: 0.4, limit: most - begins.length },
  );
  const positions = Array.from({ length: query.length }, (_, at) => at);
  const items = [
    ...begins.map((line) => entered(line, positions)),
    ...(begins.length < most ? fuzzy : []).map(({ target, indexes }) =>
      entered(target, [...indexes]),
    ),
  ];
  return items.length > 0 ? { from: 0, to: text.length, items } : undefined;
}

/** The label is one row, so that its line ends are only marked. */
const entered = (line: string, positions: readonly number[]): CompletionItem => ({
  label: line.replaceAll('\n', '⏎'),
  insert: line,
  detail: '',
  positions,
});
