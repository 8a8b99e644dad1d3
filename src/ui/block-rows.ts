import type { HostRun } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { Size } from '../store/state.ts';
import type { Difference } from './block-diff.ts';
import { headRow } from './block-head.ts';
import { diffRows } from './diff-rows.ts';
import { hostRunMark } from './marks.ts';
import { layRow, note, notes, type Paper } from './paper.ts';
import type { Theme } from './theme.ts';
import type { Transcript } from './transcript.ts';
import { windowRows } from './window-rows.ts';
import { outcomeReason, silence } from './wording.ts';

/** One block of the merged view: hosts that answered alike. */
export interface BlockModel {
  /** The folded node set. */
  readonly names: string;
  readonly count: number;
  /** The host run whose output is shown for all. */
  readonly hostRun: HostRun;
  /** Time of the slowest host, ms. */
  readonly ms: number;
  /** Only the lines of this run. */
  readonly transcript: Transcript;
  /** The cursor is on it; it stays in sight. */
  readonly current: boolean;
  /** … and is drawn, because the grid has the keys. */
  readonly focused: boolean;
  /** `◆`: all of its hosts are marked, `◇`: some; else nothing. */
  readonly mark: string;
  /** How much a search found, in words, or empty. */
  readonly hits: string;
  readonly now: number;
  /** Its differences from the largest block, shown instead of its lines. */
  readonly difference?: Difference;
  /** For the largest block: how many of all hosts have each line. */
  readonly agreement?: { readonly counts: readonly number[]; readonly of: number };
}

export interface BlocksPicture {
  readonly rows: readonly string[];
  /** For each row, the index of the block it belongs to. */
  readonly owners: readonly (number | undefined)[];
}

/**
 * Heads take one row each, blank rows separate the blocks if there is room, and the bodies share the rest. A block
 * without room for its body puts its first telling line into its head; blocks without any room are counted.
 */
export function blocksPicture(
  blocks: readonly BlockModel[],
  area: Size,
  paper: Paper,
): BlocksPicture {
  const { from, to } = inSight(blocks, area.rows);
  const shown = blocks.slice(from, to);
  const gap = shown.length * 3 <= area.rows ? 1 : 0;
  const counted = blocks.length > shown.length ? 1 : 0;
  const room = Math.max(0, area.rows - counted - shown.length - gap * (shown.length - 1));
  const most = Math.max(room, telling);
  const bodies = withTelling(shown.map((block) => bodyRows(block, area.columns, most, paper)));
  const heights = bodyHeights(shown, bodies, room);
  const rows: string[] = [];
  const owners: (number | undefined)[] = [];
  const put = (owner: number | undefined, ...more: readonly string[]) => {
    rows.push(...more);
    for (const _ of more) owners.push(owner);
  };
  for (const [i, block] of shown.entries()) {
    if (i > 0 && gap) put(undefined, ' '.repeat(area.columns));
    const body = bodies[i];
    const height = heights[i] ?? 0;
    const said = height === 0 ? body?.rows[body.told] : undefined;
    put(from + i, headRow(block, area.columns, paper.theme, said));
    if (body) put(from + i, ...folding(body, height, area.columns, paper));
  }
  while (rows.length < area.rows - counted) put(undefined, ' '.repeat(area.columns));
  if (counted > 0) {
    const words = ` … ${blocks.length - shown.length} more blocks`;
    put(undefined, note(words, area.columns, 'muted', paper.theme));
  }
  return { rows: rows.slice(0, area.rows), owners: owners.slice(0, area.rows) };
}

/** The row that tells a block from the others is looked for among so many first rows. */
const telling = 8;

/** All blocks, or those around the cursor. */
function inSight(blocks: readonly BlockModel[], rows: number): { from: number; to: number } {
  if (blocks.length <= rows) return { from: 0, to: blocks.length };
  const heads = Math.max(1, rows - 1);
  const at = blocks.findIndex((block) => block.current);
  const from = Math.min(Math.max(0, at - Math.floor(heads / 2)), blocks.length - heads);
  return { from, to: from + heads };
}

/** If not every block can have a row, only the largest of those with several hosts get some. */
function bodyHeights(
  blocks: readonly BlockModel[],
  bodies: readonly Body[],
  room: number,
): readonly number[] {
  const asked = bodies.map((body) => body.rows.length);
  const saying = asked.filter((rows) => rows > 0).length;
  if (room >= saying) return shareOut(asked, room);
  const first = (blocks[0]?.count ?? 0) > 1 ? Math.min(room, asked[0] ?? 0) : 0;
  return asked.map((_, i) => (i === 0 ? first : 0));
}

/** Shares `room` out: small bodies get the rows they ask for, the others equal parts of what is left. */
function shareOut(asked: readonly number[], room: number): number[] {
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
  /** At most one row more than there is room for. */
  readonly rows: readonly string[];
  /** Rows of the transcript. */
  readonly total: number;
  readonly follows: boolean;
  /** Whether they are differences. */
  readonly compared: boolean;
  /** The row to show if there is room for only one. */
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
      compared: true,
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
  const rows = [...shown.rows, ...after];
  const own = block.agreement?.counts.findIndex((count) => count < (block.agreement?.of ?? 0)) ?? 0;
  const told = follows ? rows.length - 1 : Math.min(own, rows.length - 1);
  return { rows, total: transcript.length, follows, compared: false, told: Math.max(0, told) };
}

function reasonRows({ hostRun }: BlockModel, width: number, paper: Paper): string[] {
  const reason = hostRun.outcome ? outcomeReason(hostRun.outcome) : undefined;
  return reason === undefined
    ? []
    : notes(reason, width, hostRunMark(hostRun, 0).tone, paper.theme);
}

/** In front of each line that not all hosts have, how many have it. */
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

/**
 * What all bodies begin with (column headings, say) tells nothing: bodies that are not differences show their first
 * line after that.
 */
function withTelling(bodies: readonly Body[]): readonly Body[] {
  const plain = bodies.filter(
    ({ rows, compared, follows }) => rows.length > 0 && !compared && !follows,
  );
  const [first] = plain;
  if (!first || plain.length < 2) return bodies;
  const same = first.rows.findIndex((row, at) => plain.some(({ rows }) => rows[at] !== row));
  return bodies.map((body) =>
    plain.includes(body)
      ? { ...body, told: Math.min(Math.max(0, same), body.rows.length - 1) }
      : body,
  );
}

/** The body in `height` rows: a running block shows its end, a finished one its beginning. */
function folding(body: Body, height: number, width: number, paper: Paper): readonly string[] {
  if (height === 0) return [];
  if (body.rows.length <= height) return body.rows;
  // In a single row, what was said is worth more than how much of it is hidden.
  if (height === 1) return body.rows.slice(body.told, body.told + 1);
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
