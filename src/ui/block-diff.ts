import { type DiffHunk, diffLines } from '../domain/line-diff.ts';
import type { Masker } from '../domain/mask.ts';
import type { Line, Run } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { RunLines } from '../store/run-lines.ts';
import type { LinesOf } from './transcript.ts';
import type { Wanted } from './wanted.ts';

/** How many lines are compared; of longer outputs only the beginning. */
export const comparedLines = 2000;

/** Two hosts' outputs of one run, and their differences. */
export interface Difference {
  readonly baseline: Side;
  readonly other: Side;
  readonly hunks: readonly DiffHunk[];
  /** How many lines are equal. */
  readonly equal: number;
  /** One of them is longer than what was compared. */
  readonly cut: boolean;
}

export interface Side {
  readonly host: string;
  readonly lines: readonly Line[];
}

export interface DifferenceOptions {
  readonly run: Run;
  readonly linesOf: LinesOf;
  readonly wanted: Wanted;
  /** Absent: nothing is masked. */
  maskerOf?(host: string): Masker;
}

const known = new Map<string, Difference>();
const mostKnown = 200;

/** What only `host` or only `baseline` printed; undefined while lines of theirs are being read. */
export function differenceOf(
  options: DifferenceOptions,
  baseline: string,
  host: string,
): Difference | undefined {
  const key = keyOf(options, baseline, host);
  const before = known.get(key);
  if (before) return before;
  const a = sideOf(options, baseline);
  const b = sideOf(options, host);
  if (!a || !b) return undefined;
  const hunks = diffLines(compared(options, a), compared(options, b));
  const equal = hunks.reduce(
    (sum, { kind, a: [from, to] }) => sum + (kind === 'equal' ? to - from : 0),
    0,
  );
  const cut = [baseline, host].some((each) => totalOf(options, each) > comparedLines);
  const difference = { baseline: a, other: b, hunks, equal, cut };
  const [oldest] = known.keys();
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
  known.set(key, difference);
  return difference;
}

function keyOf({ run, maskerOf }: DifferenceOptions, a: string, b: string): string {
  const hashes = [a, b].map((host) => run.hostRuns.get(host)?.output.hash ?? '');
  return [run.id, a, b, ...hashes, maskerOf ? 'masked' : ''].join('\n');
}

const totalOf = ({ run }: DifferenceOptions, host: string): number =>
  run.hostRuns.get(host)?.output.lines ?? 0;

/** The lines read so far for an incomplete side: the store keeps fewer lines than are compared. */
const begun = new Map<string, (Line | undefined)[]>();
const mostBegun = 64;

function sideOf(options: DifferenceOptions, host: string): Side | undefined {
  const { run, linesOf, wanted } = options;
  const count = Math.min(comparedLines, totalOf(options, host));
  const key = [run.id, host, run.hostRuns.get(host)?.output.hash].join('\n');
  const lines: (Line | undefined)[] = begun.get(key) ?? [];
  const kept = linesOf(run.id, host);
  let whole = true;
  for (let i = 0; i < count; i++) {
    lines[i] ??= kept?.line(i) ?? (isLost(kept, i) ? lostLine : undefined);
    if (lines[i]) continue;
    wanted.miss(run.id, host, i);
    whole = false;
  }
  begun.delete(key);
  if (whole) return { host, lines: lines as Line[] };
  const [oldest] = begun.keys();
  if (begun.size >= mostBegun && oldest !== undefined) begun.delete(oldest);
  begun.set(key, lines);
  return undefined;
}

const isLost = (kept: RunLines | undefined, index: number): boolean =>
  (kept?.lostUntil?.(index) ?? index) > index;

/** A run without a record has only its newest lines. */
const lostLine: Line = { text: '(not kept)' };

/** A key that is the same for lines that count as equal; their stream counts too. */
function compared({ maskerOf }: DifferenceOptions, { host, lines }: Side): string[] {
  const masker = maskerOf?.(host);
  return lines.map(({ text, error }) => {
    const plain = masker ? masker.masked(text) : stripStyle(text);
    return error ? `!${plain}` : plain;
  });
}
