import type { HostRun } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { Size } from '../store/state.ts';
import { comparedLines, type Difference } from './block-diff.ts';
import { diffRows } from './diff-rows.ts';
import { hostRunMark } from './marks.ts';
import { layRow, note, notes, type Paper } from './paper.ts';
import { pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import type { Transcript } from './transcript.ts';
import { windowRows } from './window-rows.ts';
import { duration, outcomeReason, outcomeWords, silence } from './wording.ts';

/** One block of the merged view: hosts that answered alike. */
export interface BlockModel {
  /** The folded node set. */
  readonly names: string;
  readonly count: number;
  /** The one whose output is shown for all. */
  readonly hostRun: HostRun;
  /** Of the slowest host, ms. */
  readonly ms: number;
  /** Only the lines of this run. */
  readonly transcript: Transcript;
  readonly focused: boolean;
  /** `◆`: all of its hosts are marked, `◇`: some; else nothing. */
  readonly mark: string;
  /** How much a search found, in words; else nothing. */
  readonly hits: string;
  readonly now: number;
  /** What is different from the largest block, in place of the lines. */
  readonly difference?: Difference;
  /** Of the largest block: how many of all hosts have each line. */
  readonly agreement?: { readonly counts: readonly number[]; readonly of: number };
}

/** Heads take a row each, a blank row parts the blocks if there is room, the bodies share the rest. */
export function blocksRows(blocks: readonly BlockModel[], area: Size, paper: Paper): string[] {
  const shown = inSight(blocks, area.rows);
  const gap = shown.length * 3 <= area.rows ? 1 : 0;
  const room = Math.max(0, area.rows - shown.length - gap * (shown.length - 1));
  const bodies = shown.map((block) => bodyRows(block, area.columns, room, paper));
  const heights = shareOut(
    bodies.map((body) => body.rows.length),
    room,
  );
  const rows: string[] = [];
  for (const [i, block] of shown.entries()) {
    if (i > 0 && gap) rows.push(' '.repeat(area.columns));
    rows.push(
      headRow(block, area.columns, paper),
      ...folding(bodies[i], heights[i] ?? 0, area.columns, paper),
    );
  }
  while (rows.length < area.rows) rows.push(' '.repeat(area.columns));
  return rows.slice(0, area.rows);
}

/** All of them, or those about the one with the cursor. */
function inSight(blocks: readonly BlockModel[], rows: number): readonly BlockModel[] {
  if (blocks.length <= rows) return blocks;
  const at = Math.max(
    0,
    blocks.findIndex((block) => block.focused),
  );
  const from = Math.min(Math.max(0, at - Math.floor(rows / 2)), blocks.length - rows);
  return blocks.slice(from, from + rows);
}

/** Rows for each: the small ones get what they ask for, the others an equal share of what is left. */
export function shareOut(asked: readonly number[], room: number): number[] {
  const given = asked.map(() => 0);
  let left = room;
  let open = asked.map((_, i) => i);
  while (open.length > 0 && left > 0) {
    const share = Math.max(1, Math.floor(left / open.length));
    for (const i of open) {
      const more = Math.min(share, left, (asked[i] ?? 0) - (given[i] ?? 0));
      given[i] = (given[i] ?? 0) + more;
      left -= more;
    }
    open = open.filter((i) => (given[i] ?? 0) < (asked[i] ?? 0));
  }
  return given;
}

interface Body {
  /** At most one more than there is room for. */
  readonly rows: readonly string[];
  /** Rows of the transcript. */
  readonly total: number;
  readonly follows: boolean;
  /** The row that is shown where there is room for one only. */
  readonly told: number;
}

function bodyRows(block: BlockModel, width: number, room: number, paper: Paper): Body {
  const { transcript, hostRun } = block;
  const follows = !hostRun.outcome;
  if (block.difference) {
    const { rows } = diffRows(block.difference, width, paper.theme, 'left out');
    return {
      rows: [...rows.slice(0, room + 1), ...reasonRows(block, width, paper)],
      total: rows.length,
      follows: false,
      told: Math.max(
        0,
        rows.findIndex((row) => /^\s*\+/.test(stripStyle(row))),
      ),
    };
  }
  const gutter = gutterOf(block, paper.theme);
  const lay = (index: number) =>
    layRow(transcript.row(index), width - gutter.width, paper).map(
      (row, i) => gutter.of(index, i) + row,
    );
  const shown = windowRows(transcript.length, follows ? 'follow' : 0, room + 1, lay);
  const after = reasonRows(block, width, paper);
  const waiting = silence(hostRun, block.ms);
  if (waiting !== undefined) after.push(note(` ${waiting}`, width, 'muted', paper.theme));
  return { rows: [...shown.rows, ...after], total: transcript.length, follows, told: 0 };
}

function reasonRows({ hostRun }: BlockModel, width: number, paper: Paper): string[] {
  const reason = hostRun.outcome ? outcomeReason(hostRun.outcome) : undefined;
  return reason === undefined
    ? []
    : notes(reason, width, hostRunMark(hostRun, 0).tone, paper.theme);
}

/** In front of each line that not all hosts have: how many do. */
function gutterOf({ agreement }: BlockModel, theme: Theme) {
  if (!agreement) return { width: 0, of: () => '' };
  const all = String(agreement.of);
  const width = 2 * all.length + 2;
  const of = (line: number, row: number): string => {
    const count = agreement.counts[line];
    const told = row === 0 && count !== undefined && count < agreement.of;
    return told
      ? theme.paint('waiting', ` ${String(count).padStart(all.length)}/${all}`)
      : ' '.repeat(width);
  };
  return { width, of };
}

/** The body in `height` rows: a running block shows its end, one that has ended its beginning. */
function folding(
  body: Body | undefined,
  height: number,
  width: number,
  paper: Paper,
): readonly string[] {
  if (!body || height === 0) return [];
  if (body.rows.length <= height) return body.rows;
  // Of a single row what is said is worth more than how much of it is hidden.
  if (height === 1) return body.rows.slice(...(body.follows ? [-1] : [body.told, body.told + 1]));
  const hidden = Math.max(1, body.total - height + 1);
  const rest = note(
    ` … ${hidden} more ${hidden === 1 ? 'line' : 'lines'}`,
    width,
    'muted',
    paper.theme,
  );
  return body.follows
    ? [rest, ...body.rows.slice(body.rows.length - height + 1)]
    : [...body.rows.slice(0, height - 1), rest];
}

function differenceWords({ difference, agreement }: BlockModel): string {
  if (agreement) return '  baseline';
  if (!difference) return '';
  const changed = difference.hunks.filter(({ kind }) => kind === 'changed').length;
  const beginning = difference.cut ? ` in the first ${comparedLines} lines` : '';
  return changed === 0
    ? `  no difference${beginning}`
    : `  ${changed} difference${changed === 1 ? '' : 's'}${beginning}`;
}

/** Who, how many, how it ended, how long it took; a rule to the right edge so that blocks are told apart. */
function headRow(block: BlockModel, width: number, { theme }: Paper): string {
  const { sign, tone } = hostRunMark(block.hostRun, block.now);
  const { outcome } = block.hostRun;
  const verdict = outcome ? outcomeWords(outcome) : 'running';
  const time = outcome?.kind === 'not-started' ? '' : `  ${duration(block.ms)}`;
  const hits = block.hits === '' ? '' : `  ${block.hits}`;
  const right = `${verdict}${time}${hits}${differenceWords(block)}`;
  const count = ` (${block.count})`;
  const chosen = block.mark === '' ? '' : `${theme.paint('accent', block.mark)} `;
  const room = Math.max(8, width - textWidth(right) - textWidth(count) - textWidth(chosen) - 9);
  const names = toWidth(block.names, Math.min(room, textWidth(block.names)));
  const flat = block.focused ? '━' : '─';
  const ruleTone = block.focused ? 'accent' : tone === 'ok' || tone === 'running' ? 'muted' : tone;
  const left = `${theme.paint(ruleTone, flat)} ${theme.paint(tone, sign)} ${chosen}${theme.paint(block.focused ? 'accent' : 'strong', names)}${count}  ${theme.paint(tone === 'ok' ? 'muted' : tone, right)} `;
  return pad(
    left + theme.paint(ruleTone, flat.repeat(Math.max(0, width - textWidth(left)))),
    width,
  );
}
