/** A part of two texts: lines `a` of the one are equal to, or replaced by, lines `b` of the other. */
export interface DiffHunk {
  readonly kind: 'equal' | 'changed';
  /** First line and the one after the last, counted from 0. */
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** How many edits are searched for; beyond that the rest counts as changed (it differs nearly everywhere). */
const mostSteps = 1000;

/** The shortest edit that turns `a` into `b` (Myers, "An O(ND) Difference Algorithm", 1986). */
export function diffLines(a: readonly string[], b: readonly string[]): DiffHunk[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (
    end < a.length - start &&
    end < b.length - start &&
    a[a.length - 1 - end] === b[b.length - 1 - end]
  ) {
    end += 1;
  }
  const runs = [
    { a: 0, b: 0, length: start },
    ...commonRuns(a, b, start, a.length - end, b.length - end),
    { a: a.length - end, b: b.length - end, length: end },
  ];
  return hunks(runs, a.length, b.length);
}

/** So many equal lines, from line `a` of the one and line `b` of the other. */
interface Run {
  readonly a: number;
  readonly b: number;
  readonly length: number;
}

/** The equal runs between `start` and the ends, in order. */
function commonRuns(
  a: readonly string[],
  b: readonly string[],
  start: number,
  endA: number,
  endB: number,
): Run[] {
  const n = endA - start;
  const m = endB - start;
  if (n === 0 || m === 0) return [];
  const most = Math.min(n + m, mostSteps);
  const offset = most + 1;
  const reach = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    trace.push(reach.slice(offset - d - 1, offset + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && at(reach, offset + k - 1) < at(reach, offset + k + 1));
      let x = down ? at(reach, offset + k + 1) : at(reach, offset + k - 1) + 1;
      let y = x - k;
      while (x < n && y < m && a[start + x] === b[start + y]) {
        x += 1;
        y += 1;
      }
      reach[offset + k] = x;
      if (x >= n && y >= m) return backtrack(trace, n, m, d, start);
    }
  }
  return [];
}

const at = (array: Int32Array, index: number): number => array[index] ?? 0;

function backtrack(
  trace: readonly Int32Array[],
  n: number,
  m: number,
  steps: number,
  start: number,
): Run[] {
  const runs: Run[] = [];
  let x = n;
  let y = m;
  for (let d = steps; d >= 0; d--) {
    const reach = trace[d] ?? new Int32Array();
    // Of the diagonals -d-1 … d+1.
    const of = (k: number) => at(reach, k + d + 1);
    const k = x - y;
    const down = k === -d || (k !== d && of(k - 1) < of(k + 1));
    const before = down ? k + 1 : k - 1;
    const beforeX = d === 0 ? 0 : of(before);
    const beforeY = d === 0 ? 0 : beforeX - before;
    const length = Math.min(x - beforeX, y - beforeY);
    if (length > 0) runs.push({ a: start + x - length, b: start + y - length, length });
    x = beforeX;
    y = beforeY;
  }
  return runs.reverse();
}

function hunks(runs: readonly Run[], lengthA: number, lengthB: number): DiffHunk[] {
  const found: DiffHunk[] = [];
  let a = 0;
  let b = 0;
  const changed = (toA: number, toB: number) => {
    if (toA > a || toB > b) found.push({ kind: 'changed', a: [a, toA], b: [b, toB] });
  };
  const equal = joined(runs);
  for (const run of equal) {
    changed(run.a, run.b);
    a = run.a + run.length;
    b = run.b + run.length;
    found.push({ kind: 'equal', a: [run.a, a], b: [run.b, b] });
  }
  changed(lengthA, lengthB);
  return found;
}

/** Joins runs that are adjacent in both texts. */
function joined(runs: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (const run of runs) {
    if (run.length === 0) continue;
    const last = all.at(-1);
    if (last && last.a + last.length === run.a && last.b + last.length === run.b)
      all[all.length - 1] = { ...last, length: last.length + run.length };
    else all.push(run);
  }
  return all;
}

/** The stretches of `b` that are not in `a`, word by word, in UTF-16 units; for a line and its replacement. */
export function changedWords(a: string, b: string): (readonly [from: number, to: number])[] {
  const wordsA = splitWords(a);
  const wordsB = splitWords(b);
  const starts = [0];
  for (const word of wordsB) starts.push((starts.at(-1) ?? 0) + word.length);
  return diffLines(wordsA, wordsB)
    .filter(({ kind, b: [from, to] }) => kind === 'changed' && to > from)
    .map(({ b: [from, to] }) => [starts[from] ?? 0, starts[to] ?? b.length] as const);
}

const splitWords = (text: string): string[] =>
  text.match(/[\p{L}\p{N}_]+|\s+|[^\p{L}\p{N}_\s]/gu) ?? [];
