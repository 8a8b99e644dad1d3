import { changedWords } from '../domain/line-diff.ts';
import type { Line } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { Difference } from './block-diff.ts';
import { pad, wrap } from './text-width.ts';
import type { Theme } from './theme.ts';

/** Equal lines shown around what is different. */
const context = 1;

export interface DiffRows {
  readonly rows: readonly string[];
  /** The row at which each difference begins. */
  readonly starts: readonly number[];
}

/** The differences, with the baseline's line numbers. Equal lines are folded, or left out if there is little room. */
export function diffRows(
  { hunks, baseline, other }: Difference,
  width: number,
  theme: Theme,
  equal: 'folded' | 'left out' = 'folded',
): DiffRows {
  const rows: string[] = [];
  const starts: number[] = [];
  const last = hunks.length - 1;
  for (const [at, { kind, a, b }] of hunks.entries()) {
    if (kind === 'equal') {
      if (equal === 'left out') continue;
      rows.push(...equalRows(baseline.lines, a, at === 0, at === last, width, theme));
      continue;
    }
    starts.push(rows.length);
    const gone = baseline.lines.slice(...a);
    const come = other.lines.slice(...b);
    for (const [i, line] of gone.entries()) {
      rows.push(...row('-', a[0] + i, line, come[i], width, theme));
    }
    for (const [i, line] of come.entries()) {
      rows.push(...row('+', undefined, line, gone[i], width, theme));
    }
  }
  return { rows, starts };
}

/** The lines next to a difference, and how many lie between. */
function equalRows(
  lines: readonly Line[],
  [from, to]: readonly [number, number],
  first: boolean,
  last: boolean,
  width: number,
  theme: Theme,
): string[] {
  const head = first ? 0 : Math.min(context, to - from);
  const tail = last ? 0 : Math.min(context, to - from - head);
  const hidden = to - from - head - tail;
  const shown = (numbers: readonly number[]) =>
    numbers.flatMap((i) => row(' ', i, lines[i] ?? { text: '' }, undefined, width, theme));
  const folded = pad(`${' '.repeat(numberWidth)}   … ${hidden} equal`, width);
  return [
    ...shown(Array.from({ length: head }, (_, i) => from + i)),
    ...(hidden > 0 ? [theme.paint('muted', folded)] : []),
    ...shown(Array.from({ length: tail }, (_, i) => to - tail + i)),
  ];
}

const numberWidth = 5;
const gutterWidth = numberWidth + 3;

/** `opposite`: the line it replaces; words that differ from it are marked. */
function row(
  sign: '-' | '+' | ' ',
  number: number | undefined,
  line: Line,
  opposite: Line | undefined,
  width: number,
  theme: Theme,
): string[] {
  const tone = { '-': 'failed', '+': 'ok', ' ': 'muted' } as const;
  const text = stripStyle(line.text);
  const words = opposite ? changedWords(stripStyle(opposite.text), text) : [];
  const painted =
    sign === ' ' ? theme.paint('muted', text) : withWords(text, words, tone[sign], theme);
  const label = number === undefined ? '' : String(number + 1);
  const mark = line.error ? '▌' : ' ';
  return wrap(painted, Math.max(1, width - gutterWidth)).map((part, i) => {
    const gutter =
      i === 0 ? `${label.padStart(numberWidth)} ${sign}${mark}` : ' '.repeat(gutterWidth);
    return pad(theme.paint(tone[sign], gutter) + part, width);
  });
}

/** Marks the changed words, or the whole line if nearly all words changed. */
function withWords(
  text: string,
  words: readonly (readonly [number, number])[],
  tone: 'failed' | 'ok',
  theme: Theme,
): string {
  const changed = words.reduce((sum, [from, to]) => sum + to - from, 0);
  if (words.length === 0 || changed > 0.7 * text.length) return theme.paint(tone, text);
  let painted = '';
  let at = 0;
  for (const [from, to] of words) {
    painted += text.slice(at, from) + theme.paint('selected', text.slice(from, to));
    at = to;
  }
  return painted + text.slice(at);
}
