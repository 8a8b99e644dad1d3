import type { HostState } from '../domain/host.ts';
import type { HostRun } from '../domain/run.ts';
import { sparkline } from '../domain/sparkline.ts';
import { hostRunMark, hostStateMark, type Mark, outcomeMark } from './marks.ts';
import { layRow, lineStart, note, notes, type Paper } from './paper.ts';
import { keptInSight } from './reveal.ts';
import { pad, textWidth, toWidth } from './text-width.ts';
import type { Theme, Tone } from './theme.ts';
import type { Transcript } from './transcript.ts';
import { progressWords } from './transfer-words.ts';
import { type Anchor, type WindowRows, windowRows } from './window-rows.ts';
import {
  connectionWords,
  duration,
  outcomeReason,
  outcomeShort,
  outcomeWords,
  silence,
} from './wording.ts';

/** Everything that one pane shows. */
export interface PaneModel {
  /** The key under which its rows and its scroll position are remembered. */
  readonly key: string;
  readonly name: string;
  readonly connection: HostState;
  readonly transcript: Transcript;
  readonly anchor: Anchor;
  /** How many rows there were when it was scrolled back. */
  readonly seen: number;
  readonly focused: boolean;
  /** `◆` when the operator has marked it, else nothing. */
  readonly mark: string;
  /** The last number of each repetition of a watched line. */
  readonly values?: readonly number[] | undefined;
  /** How much a search found, in words, or empty. */
  readonly hits: string;
  /** Row of the hit that was jumped to. */
  readonly found?: number | undefined;
  /** Whether a sudo there wants a password. */
  readonly wantsSudo: boolean;
  readonly borders: boolean;
  /** Width of the longest name on the screen, so that cells line up. */
  readonly nameWidth: number;
  readonly now: number;
}

/** A pane in exactly `height` rows of exactly `width` cells: a title, then what the host said. */
export function paneRows(pane: PaneModel, width: number, height: number, paper: Paper): string[] {
  if (!pane.borders && height === 1) return [cellRow(pane, width, paper)];
  const inner = innerSize(pane, width, height);
  const shown = paneWindow(pane, inner.columns, inner.rows, paper);
  // If a reason is too long, its beginning matters most.
  const told = shown.atEnd ? remarks(pane, inner.columns, paper.theme) : [];
  const after = told.slice(0, inner.rows);
  const body = [...shown.rows, ...after].slice(-inner.rows);
  while (body.length < inner.rows) body.push(' '.repeat(inner.columns));
  return pane.borders
    ? bordered(pane, body, width, paper.theme)
    : titled(pane, body, width, paper.theme);
}

/** The rows of the transcript that are in the pane now; `width` and `height` without borders. */
export function paneWindow(
  pane: PaneModel,
  width: number,
  height: number,
  paper: Paper,
): WindowRows {
  const { transcript, anchor } = pane;
  const lay = (index: number) => layRow(transcript.row(index), width, paper);
  const floor = paper.terse && transcript.last ? transcript.lastStart + 1 : 0;
  const top = keptInSight(anchor, pane.found, height, lay);
  return windowRows(transcript.length, top, height, lay, floor);
}

/** What is left for text. */
export function innerSize(pane: Pick<PaneModel, 'borders'>, width: number, height: number) {
  return pane.borders
    ? { columns: width - 2, rows: Math.max(0, height - 2) }
    : { columns: width - 1, rows: Math.max(0, height - 1) };
}

function bordered(pane: PaneModel, body: readonly string[], width: number, theme: Theme): string[] {
  const line = pane.focused ? heavy : light;
  const tone = borderTone(pane);
  const paint = (text: string) => theme.paint(tone, text);
  const left = ` ${title(pane, theme, width - 4)} `;
  const right = hitsOr(pane, theme, width - 4 - textWidth(left));
  const rule = line.flat.repeat(Math.max(0, width - 2 - textWidth(left) - textWidth(right)));
  const news = newRows(pane);
  const more = news === '' ? '' : ` ${theme.paint('waiting', news)} `;
  const under = line.flat.repeat(Math.max(0, width - 2 - textWidth(more)));
  const side = paint(line.side);
  return [
    pad(paint(line.topLeft) + left + paint(rule) + right + paint(line.topRight), width),
    ...body.map((row) => side + row + side),
    pad(paint(line.bottomLeft + under) + more + paint(line.bottomRight), width),
  ];
}

function titled(pane: PaneModel, body: readonly string[], width: number, theme: Theme): string[] {
  const left = `${title(pane, theme, width - 2)} `;
  const news = newRows(pane);
  const right =
    news === '' || pane.hits !== ''
      ? hitsOr(pane, theme, width - 2 - textWidth(left))
      : ` ${theme.paint('waiting', news)} `;
  const flat = (pane.focused ? heavy : light).flat;
  const rule = flat.repeat(Math.max(0, width - 1 - textWidth(left) - textWidth(right)));
  return [
    pad(left + theme.paint(borderTone(pane), rule) + right, width),
    ...body.map((row) => `${row} `),
  ];
}

/** State and last line in one row, if a host gets no more. The names line up. */
function cellRow(pane: PaneModel, width: number, paper: Paper): string {
  const { theme } = paper;
  const mark = markOf(pane);
  const nameWidth = Math.min(pane.nameWidth, Math.floor(width / 2));
  const name = nameText(pane, mark, toWidth(pane.name, nameWidth), theme);
  const room = width - nameWidth - 5;
  const gap = pane.mark === '' ? ' ' : theme.paint('accent', pane.mark);
  const head = `${theme.paint(mark.tone, mark.sign)}${gap}${name}`;
  if (room < 4) return pad(head, width);
  const hits = pane.hits === '' || room < 24 ? '' : ` ${theme.paint('accent', pane.hits)}`;
  return `${head}  ${lastWords(pane, room - textWidth(hits), paper)}${hits} `;
}

/** The beginning of the last line, or why there is none. */
function lastWords(pane: PaneModel, room: number, paper: Paper): string {
  const { transcript, connection } = pane;
  const found = pane.found === undefined ? undefined : transcript.row(pane.found);
  if (found?.kind === 'line') return lineStart(found, room, paper);
  const ended = transcript.last?.outcome;
  if (ended && outcomeReason(ended) !== undefined) {
    return note(outcomeWords(ended), room, outcomeMark(ended).tone, paper.theme);
  }
  const { last, lastRun } = transcript;
  if (last?.progress && lastRun && !ended) {
    const told = progressWords(last.progress, pane.now - lastRun.startedAt, room);
    return note(told, room, 'waiting', paper.theme);
  }
  const row = transcript.lastLine === undefined ? undefined : transcript.row(transcript.lastLine);
  if (row?.kind === 'line') return lineStart(row, room, paper);
  return note(connectionWords(connection, pane.now) ?? '', room, 'muted', paper.theme);
}

function markOf(pane: PaneModel): Mark {
  if (pane.wantsSudo) return { sign: '?', tone: 'waiting' };
  const { last } = pane.transcript;
  return last ? hostRunMark(last, pane.now) : hostStateMark(pane.connection);
}

function nameText(pane: PaneModel, mark: Mark, name: string, theme: Theme): string {
  if (pane.focused) return theme.paint('selected', name);
  return theme.paint(mark.tone === 'failed' ? 'failed' : 'strong', name);
}

/** Width of a sparkline in a title, cells. */
const sparks = 10;

/** Host, mark, how it ended, how long it took, and a sparkline of its number. */
function title(pane: PaneModel, theme: Theme, room: number): string {
  const { last } = pane.transcript;
  const mark = markOf(pane);
  const chosen = pane.mark === '' ? '' : `${theme.paint('accent', pane.mark)} `;
  const left = Math.max(1, room - 2 - textWidth(chosen));
  const name = toWidth(pane.name, Math.min(textWidth(pane.name), left));
  const bold = theme.paint(
    pane.focused ? 'accent' : mark.tone === 'failed' ? 'failed' : 'strong',
    name,
  );
  const start = `${chosen}${bold} ${theme.paint(mark.tone, mark.sign)}`;
  const ended = last?.outcome ? outcomeShort(last.outcome) : '';
  const parts = [
    ended === '' ? '' : ` ${theme.paint(mark.tone, ended)} `,
    timeOf(pane, last) === '' ? '' : ` ${theme.paint('muted', timeOf(pane, last))}`,
    pane.values ? `  ${theme.paint('running', sparkline(pane.values, sparks))}` : '',
  ];
  const full = start + parts.join('').trimEnd();
  if (textWidth(full) <= room) return full;
  return textWidth(start + parts[0]) <= room ? start + (parts[0] ?? '').trimEnd() : start;
}

function timeOf(pane: PaneModel, last: HostRun | undefined): string {
  if (!last) return '';
  if (last.outcome)
    return last.ms === undefined || last.outcome.kind === 'not-started' ? '' : duration(last.ms);
  const { lastRun } = pane.transcript;
  return lastRun ? duration(pane.now - lastRun.startedAt) : '';
}

/** How much was found there, or what is wrong with the connection. */
function hitsOr(pane: PaneModel, theme: Theme, room: number): string {
  const { hits } = pane;
  return hits !== '' && textWidth(hits) + 2 <= room
    ? ` ${theme.paint('accent', hits)} `
    : trouble(pane, theme, room);
}

/** What is wrong with the connection, at the right end of the title. */
function trouble(pane: PaneModel, theme: Theme, room: number): string {
  const words = connectionWords(pane.connection, pane.now);
  const outcome = pane.transcript.last?.outcome;
  const told = outcome && outcomeShort(outcome) === words;
  if (words === undefined || told || textWidth(words) + 2 > room) return '';
  return ` ${theme.paint(hostStateMark(pane.connection).tone, words)} `;
}

/** Stands below the transcript: what is being waited for, and why there is no connection. */
function remarks(pane: PaneModel, width: number, theme: Theme): string[] {
  const { last, lastRun, length } = pane.transcript;
  const { connection } = pane;
  const rows: string[] = [];
  const elapsed = lastRun ? pane.now - lastRun.startedAt : 0;
  if (last?.progress && !last.outcome) {
    rows.push(
      note(` ${progressWords(last.progress, elapsed, width - 2)}`, width, 'waiting', theme),
    );
  }
  const waiting = last && !last.progress ? silence(last, elapsed) : undefined;
  if (waiting !== undefined) rows.push(note(` ${waiting}`, width, 'muted', theme));
  if (connection.kind === 'retrying' || connection.kind === 'failed') {
    const known = last?.outcome && 'failure' in last.outcome ? last.outcome.failure.message : '';
    if (known !== connection.failure.message) {
      rows.push(...notes(connection.failure.message, width, hostStateMark(connection).tone, theme));
    }
  }
  if (length === 0 && connection.kind === 'ready') {
    const { kind, version, cwd } = connection.shell;
    rows.push(
      note(
        ` ${[kind, version, cwd].filter((part) => part !== '').join(' ')}`,
        width,
        'muted',
        theme,
      ),
    );
  }
  return rows;
}

function newRows(pane: PaneModel): string {
  const count = pane.transcript.length - pane.seen;
  if (pane.anchor === 'follow') return '';
  return count > 0 ? `+${count} new` : 'scrolled';
}

function borderTone(pane: PaneModel): Tone {
  if (pane.wantsSudo) return 'waiting';
  if (pane.focused) return 'accent';
  const outcome = pane.transcript.last?.outcome;
  if (!outcome) return 'muted';
  const { tone } = hostRunMark(pane.transcript.last, pane.now);
  return tone === 'ok' ? 'muted' : tone === 'failed' ? 'error' : tone;
}

const light = {
  flat: '─',
  side: '│',
  topLeft: '╭',
  topRight: '╮',
  bottomLeft: '╰',
  bottomRight: '╯',
};
const heavy = {
  flat: '━',
  side: '┃',
  topLeft: '┏',
  topRight: '┓',
  bottomLeft: '┗',
  bottomRight: '┛',
};
