/** A stretch of two texts: lines `a` of the one are equal to, or stand in place of, lines `b` of the other. */
export interface DiffHunk {
  readonly kind: 'equal' | 'changed';
  /** First line and the one behind the last, counted from 0. */
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** Steps that are looked for; beyond them what is left counts as changed (it differs nearly everywhere). */
const mostSteps = 1000;

/** What makes `b` of `a`, by the shortest way (Myers, "An O(ND) Difference Algorithm", 1986). */
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
  const pairs = [
    ...Array.from({ length: start }, (_, i): Pair => [i, i]),
    ...commonLines(a, b, start, a.length - end, b.length - end),
    ...Array.from({ length: end }, (_, i): Pair => [a.length - end + i, b.length - end + i]),
  ];
  return hunks(pairs, a.length, b.length);
}

type Pair = readonly [inA: number, inB: number];

/** Pairs of equal lines between `start` and the ends, in order. */
function commonLines(
  a: readonly string[],
  b: readonly string[],
  start: number,
  endA: number,
  endB: number,
): Pair[] {
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
): Pair[] {
  const pairs: Pair[] = [];
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
    while (x > beforeX && y > beforeY) {
      x -= 1;
      y -= 1;
      pairs.push([start + x, start + y]);
    }
    x = beforeX;
    y = beforeY;
  }
  return pairs.reverse();
}

function hunks(pairs: readonly Pair[], lengthA: number, lengthB: number): DiffHunk[] {
  const found: DiffHunk[] = [];
  let a = 0;
  let b = 0;
  const changed = (toA: number, toB: number) => {
    if (toA > a || toB > b) found.push({ kind: 'changed', a: [a, toA], b: [b, toB] });
  };
  for (let i = 0; i < pairs.length; ) {
    const [firstA, firstB] = pairs[i] as Pair;
    let length = 1;
    while (
      pairs[i + length]?.[0] === firstA + length &&
      pairs[i + length]?.[1] === firstB + length
    ) {
      length += 1;
    }
    changed(firstA, firstB);
    a = firstA + length;
    b = firstB + length;
    found.push({ kind: 'equal', a: [firstA, a], b: [firstB, b] });
    i += length;
  }
  changed(lengthA, lengthB);
  return found;
}

/** Stretches of `b` that are not in `a`, word by word, in UTF-16 units; for two lines of which one stands for the other. */
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
