import { stripStyle } from '../domain/sgr.ts';
import type { Place, TextPattern } from '../domain/text-pattern.ts';
import { folded } from './folded.ts';
import { markSign } from './marks.ts';
import type { StreamRow } from './stream-rows.ts';
import { textWidth, toWidth, wrap } from './text-width.ts';
import type { Theme, Tone } from './theme.ts';

/** How rows of the stream are laid out. */
export interface StreamPaper {
  readonly theme: Theme;
  readonly width: number;
  /** Cells for a host's name. */
  readonly nameWidth: number;
  readonly light: TextPattern | undefined;
  readonly marked: ReadonlySet<string>;
}

/** In front of a line of stderr, beside its colour. */
const errorMark = '▌';

/** A row of the stream as rows of the screen of exactly the paper's width; wrapped, never cut. */
export function layStreamRow(row: StreamRow, selected: boolean, paper: StreamPaper): string[] {
  const known = laid.get(row);
  if (known && isSame(known, row, selected, paper)) return known.rows;
  const rows = row.kind === 'gap' ? [gapRow(row, selected, paper)] : lineRows(row, selected, paper);
  laid.set(row, { ...paper, count: row.count, hosts: row.hosts.size, selected, rows });
  return rows;
}

/** `812 lines of web[01-04]` */
function gapRow({ count, hosts }: StreamRow, selected: boolean, { theme, width }: StreamPaper) {
  const lines = count === 1 ? '1 line' : `${grouped(count)} lines`;
  const words = ` ⋯ ${lines} of ${folded([...hosts])} skipped on the screen`;
  return theme.paint(selected ? 'selected' : 'muted', toWidth(words, width));
}

function lineRows(
  row: StreamRow & { kind: 'line' },
  selected: boolean,
  paper: StreamPaper,
): string[] {
  const { theme, width } = paper;
  const { error } = row.line;
  const { label, cells } = labelOf(row, selected, paper);
  const gutter = error ? theme.paint('error', errorMark) : ' ';
  const sign = markSign([...row.hosts], paper.marked);
  const mark = sign === '' ? ' ' : theme.paint('accent', sign);
  const room = Math.max(1, width - cells - 2);
  return wrap(textOf(row, paper), room).map((part, i) => {
    const blanks = ' '.repeat(Math.max(0, room - textWidth(part)));
    const text = error && part === stripStyle(part) ? theme.paint('error', part) : part;
    return `${gutter}${i === 0 ? label + mark : ' '.repeat(cells + 1)}${text}${blanks}`;
  });
}

/** The host, or how often the line came and from which hosts. */
function labelOf(row: StreamRow, selected: boolean, paper: StreamPaper) {
  const { theme, width, nameWidth } = paper;
  const [host = ''] = row.hosts;
  if (row.count === 1) {
    const name = toWidth(host, nameWidth);
    const label = selected ? theme.paint('selected', name) : theme.paintHost(host, name);
    return { label, cells: nameWidth };
  }
  const words = `×${grouped(row.count)} ${folded([...row.hosts])} `;
  const cells = Math.max(nameWidth, Math.min(textWidth(words), Math.floor(width / 2)));
  const text = toWidth(words, cells);
  if (selected) return { label: theme.paint('selected', text), cells };
  return {
    label: row.hosts.size === 1 ? theme.paintHost(host, text) : theme.paint('strong', text),
    cells,
  };
}

/** With matches highlighted, which then replaces the colours that the host gave the line. */
function textOf({ line }: StreamRow & { kind: 'line' }, { theme, light }: StreamPaper): string {
  const plain = stripStyle(line.text);
  const places = light?.places(plain) ?? [];
  if (places.length > 0) return lit(plain, places, theme, line.error ? 'error' : undefined);
  return theme.colours ? line.text : plain;
}

function lit(text: string, places: readonly Place[], theme: Theme, tone?: Tone): string {
  const dark = (from: number, to?: number) =>
    tone ? theme.paint(tone, text.slice(from, to)) : text.slice(from, to);
  let done = 0;
  let all = '';
  for (const { from, to } of places) {
    all += dark(done, from) + theme.paint('selected', text.slice(from, to));
    done = to;
  }
  return all + dark(done);
}

/** 12345 as `12,345`. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

interface Laid extends StreamPaper {
  readonly count: number;
  readonly hosts: number;
  readonly selected: boolean;
  readonly rows: string[];
}

/** Remembered, since many frames show the same rows. */
const laid = new WeakMap<StreamRow, Laid>();

const isSame = (known: Laid, row: StreamRow, selected: boolean, paper: StreamPaper): boolean =>
  known.count === row.count &&
  known.hosts === row.hosts.size &&
  known.selected === selected &&
  known.theme === paper.theme &&
  known.width === paper.width &&
  known.nameWidth === paper.nameWidth &&
  known.light === paper.light &&
  known.marked === paper.marked;
