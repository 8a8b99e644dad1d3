import type { Masker } from '../domain/mask.ts';
import type { Line } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { Aside } from '../store/state.ts';
import { highlighted } from './highlight.ts';
import { outcomeMark } from './marks.ts';
import type { SearchLook } from './search-look.ts';
import { pad, toWidth, wordWrap, wrap } from './text-width.ts';
import type { Theme, Tone } from './theme.ts';
import type { LinesOf, TranscriptRow } from './transcript.ts';
import type { Wanted } from './wanted.ts';
import { commandTitle, duration, outcomeReason, outcomeWords } from './wording.ts';

/** How rows of a transcript are laid out: the width, the colours, and where the lines come from. */
export interface Paper {
  readonly theme: Theme;
  readonly linesOf: LinesOf;
  readonly wanted: Wanted;
  /** In front of a line of stderr, beside its colour; one cell. */
  readonly errorMark: string;
  /** The pane shows only the last run, without its header. */
  readonly terse: boolean;
  /** What is masked in a host's lines, and shown dim; absent: nothing. */
  maskerOf?(host: string): Masker;
  /** Each line in a single row: there is no room to wrap it. */
  readonly oneRow?: boolean;
  /** The current search, whose hits are highlighted; absent: none. */
  readonly search?: SearchLook;
  /** Whether a successful end gets a row of its own; the title says it too. */
  readonly okEnds: boolean;
}

/** A row of the transcript as rows of exactly `width` cells; the first cell is the gutter. */
export function layRow(row: TranscriptRow | undefined, width: number, paper: Paper): string[] {
  if (!row) return [];
  switch (row.kind) {
    case 'header':
      return [note(`❯ ${commandTitle(row.run.command)}`, width, 'muted', paper.theme)];
    case 'line': {
      if (paper.oneRow) {
        const gutter = isAtHit(row, paper) ? paper.theme.paint('accent', '▶') : ' ';
        return [gutter + lineStart(row, Math.max(0, width - 1), paper)];
      }
      const line = lineAt(paper.linesOf, row.run.id, row.host, row.line);
      if (line) return layFound(line, row, width, paper);
      paper.wanted.miss(row.run.id, row.host, row.line);
      return [note(' …', width, 'muted', paper.theme)];
    }
    case 'end':
      return layEnd(row, width, paper);
    case 'aside':
      return layAside(row.aside, width, paper);
    default:
      return row satisfies never;
  }
}

/** A line that was searched shows its hits; the one that was jumped to has a sign in its gutter. */
function layFound(
  line: Line,
  row: TranscriptRow & { kind: 'line' },
  width: number,
  paper: Paper,
): string[] {
  const rows = layLine(line, width, paper, paper.maskerOf?.(row.host));
  const { search, theme } = paper;
  if (search?.run !== row.run.id) return rows;
  const text = theme.colours ? line.text : stripStyle(line.text);
  const found = highlighted(text, search.pattern);
  if (found === text) return rows;
  const mark = line.error ? theme.paint('error', paper.errorMark) : ' ';
  const gutter = isAtHit(row, paper) ? theme.paint('accent', '▶') : mark;
  return wrap(found, Math.max(1, width - 1)).map((part, i) =>
    pad((i === 0 ? gutter : mark) + part, width),
  );
}

/** Whether it holds the hit that was jumped to. */
const isAtHit = ({ run, host, line }: TranscriptRow & { kind: 'line' }, { search }: Paper) =>
  search?.run === run.id && search.at?.line === line && search.at.host === host;

/** One line of output; wrapped, never cut. */
function layLine(line: Line, width: number, paper: Paper, masker?: Masker): string[] {
  const { theme, errorMark: mark } = paper;
  const known = laidLines.get(line);
  if (
    known?.width === width &&
    known.theme === theme &&
    known.mark === mark &&
    known.masker === masker
  )
    return known.rows;
  const plain = theme.colours ? line.text : stripStyle(line.text);
  const text = masker && !line.error ? dimmed(plain, masker, theme) : plain;
  const gutter = line.error ? paper.theme.paint('error', paper.errorMark) : ' ';
  const rows = wrap(text, Math.max(1, width - 1)).map((part) => {
    const painted =
      line.error && part === stripStyle(part) ? paper.theme.paint('error', part) : part;
    return pad(gutter + painted, width);
  });
  laidLines.set(line, { width, theme, mark, masker, rows });
  return rows;
}

/** Dims what is masked, since it makes no difference. */
function dimmed(text: string, masker: Masker, theme: Theme): string {
  let painted = '';
  let at = 0;
  for (const { from, to } of masker.spans(text)) {
    painted += text.slice(at, from) + theme.paint('muted', text.slice(from, to));
    at = to;
  }
  return painted + text.slice(at);
}

/** The beginning of a line of output in exactly `width` cells, if there is only one row. */
export function lineStart(
  row: TranscriptRow & { kind: 'line' },
  width: number,
  paper: Paper,
): string {
  const line = lineAt(paper.linesOf, row.run.id, row.host, row.line);
  if (!line) {
    paper.wanted.miss(row.run.id, row.host, row.line);
    return note('…', width, 'muted', paper.theme);
  }
  const text = stripStyle(line.text);
  return line.error
    ? paper.theme.paint('error', toWidth(paper.errorMark + text, width))
    : toWidth(text, width);
}

/** A remark of ours in one row. */
export function note(text: string, width: number, tone: Tone, theme: Theme): string {
  return theme.paint(tone, toWidth(text, width));
}

/** A remark of ours in as many rows as it takes. */
export function notes(text: string, width: number, tone: Tone, theme: Theme): string[] {
  return wordWrap(text, Math.max(1, width - 1)).map((row) =>
    theme.paint(tone, pad(` ${row}`, width)),
  );
}

function layEnd(row: TranscriptRow & { kind: 'end' }, width: number, paper: Paper): string[] {
  const { outcome, ms } = row.hostRun;
  if (!outcome) return [];
  const ok = outcome.kind === 'exited' && outcome.code === 0;
  if (ok && !paper.okEnds) return [];
  if (paper.terse && outcome.kind === 'exited') return [];
  const { sign, tone } = outcomeMark(outcome);
  const time = ms === undefined || outcome.kind === 'not-started' ? '' : `  ${duration(ms)}`;
  const reason = outcomeReason(outcome);
  if (paper.oneRow && reason !== undefined) return [note(` ${reason}`, width, tone, paper.theme)];
  const words = `${sign} ${ok ? duration(ms ?? 0) : outcomeWords(outcome) + time}`;
  return [
    note(words, width, ok ? 'muted' : tone, paper.theme),
    ...(reason === undefined ? [] : notes(reason, width, tone, paper.theme)),
  ];
}

/** Output of a background job and remarks of ours have different marks behind the line end. */
function layAside({ kind, text, error }: Aside, width: number, { theme, oneRow }: Paper): string[] {
  const [mark, tone] =
    kind === 'late' ? (['&', error ? 'error' : 'muted'] as const) : (['•', 'waiting'] as const);
  const said = kind === 'late' ? text : stripStyle(text);
  const room = Math.max(1, width - 2);
  const rows = oneRow ? [toWidth(stripStyle(said), room)] : wrap(said, room);
  return rows.map((row, i) => {
    const gutter = theme.paint(tone, i === 0 ? mark : ' ');
    return pad(`${gutter} ${kind === 'late' ? row : theme.paint(tone, row)}`, width);
  });
}

const lineAt = (linesOf: LinesOf, run: string, host: string, index: number): Line | undefined => {
  const lines = linesOf(run, host);
  return lines && index === lines.total ? (lines.open ?? lines.line(index)) : lines?.line(index);
};

interface LaidLine {
  readonly width: number;
  readonly theme: Theme;
  readonly mark: string;
  readonly masker: Masker | undefined;
  readonly rows: string[];
}

/** Each line is laid out once per width: many frames show the same lines. */
const laidLines = new WeakMap<Line, LaidLine>();
