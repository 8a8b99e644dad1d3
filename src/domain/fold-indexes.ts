import { isPadded, mostDigits } from './range-set.ts';

/** Indexes as ranges: `1`, `2`, `03`, `04` is `1-2,03-04`. Each index only once; the order does not matter. */
export function foldIndexes(indexes: readonly string[]): string {
  const runs: { first: string; last: string }[] = [];
  for (const index of sortIndexes(indexes)) {
    const run = runs.at(-1);
    if (run && continues(run, index)) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return runs.map(({ first, last }) => (first === last ? first : `${first}-${last}`)).join(',');
}

/** nodeset's order: fewer digits first, so that `9` comes before `10` and `010` after both. */
export function sortIndexes(indexes: readonly string[]): string[] {
  return [...indexes].sort((a, b) => a.length - b.length || byText(a, b));
}

export function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A range whose start is padded keeps its width (`08-11`); an unpadded one accepts no padded index. */
function continues(run: { first: string; last: string }, index: string): boolean {
  if (index.length > mostDigits) return false;
  if (Number(index) !== Number(run.last) + 1) return false;
  return isPadded(run.first) ? index.length === run.first.length : !isPadded(index);
}
