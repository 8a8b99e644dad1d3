import { safeText } from '../../domain/output.ts';
import { batchInHand, type HostStep, isBad, type Roll, stepOf } from '../../domain/roll.ts';
import { badHosts } from '../../domain/roll-change.ts';
import { type LaneState, laneState } from '../../domain/roll-lane.ts';
import type { State } from '../../store/state.ts';
import { folded } from '../folded.ts';
import { type Mark, outcomeMark, spinner } from '../marks.ts';
import { cut, pad, textWidth, toWidth, wordWrap } from '../text-width.ts';
import type { Theme, Tone } from '../theme.ts';
import { commandTitle, outcomeReason, outcomeWords } from '../wording.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';
import { rollKeys, rollWords } from './roll-words.ts';

/** One lane for each batch: its state, a cell for each of its hosts, and the hosts that keep the roll from going on. */
export function rollPopup(state: State, top: number, theme: Theme): Popup {
  const { roll, size } = state;
  const width = Math.min(size.columns, mostColumns);
  const inner = width - 4;
  const head = roll ? headRows(roll, inner, theme) : [];
  const foot = roll ? wordWrap(rollWords(roll, state), inner) : [];
  const room = Math.max(1, size.rows - head.length - foot.length - 4);
  const from = roll && top === 0 ? firstLane(roll, room) : top;
  const lanes = roll ? laneRows(roll, from, inner, state.now, theme).slice(0, room) : [];
  const rows = [...head, '', ...lanes, '', ...foot.map((row) => theme.paint('strong', row))];
  const height = Math.min(size.rows, rows.length + 2);
  const title = roll ? `roll over ${roll.steps.size} hosts` : 'roll';
  const tone: Tone = roll?.stopped ? 'failed' : 'accent';
  return {
    left: Math.floor((size.columns - width) / 2),
    top: Math.floor((size.rows - height) / 2),
    width,
    rows: boxRows(title, rows, width, height, theme, { tone, foot: roll ? rollKeys(roll) : '' }),
  };
}

const mostColumns = 100;

function headRows({ command, check }: Roll, width: number, theme: Theme): string[] {
  const line = (label: string, text: string) =>
    cut(`${theme.paint('muted', pad(label, 8))}${commandTitle(safeText(text))}`, width);
  return [line('command', command), ...(check === undefined ? [] : [line('check', check)])];
}

/** If not all lanes fit, the current batch is visible, with the one before it. */
function firstLane(roll: Roll, room: number): number {
  const rows = roll.batches.length + Math.min(mostBad + 1, badHosts(roll).length);
  return rows <= room ? 0 : Math.max(0, Math.min(batchInHand(roll) - 1, roll.batches.length - 1));
}

/** The rows from lane `top` on; a lane that is done or waits takes one row. */
function laneRows(roll: Roll, top: number, width: number, now: number, theme: Theme): string[] {
  const cellsWidth = Math.min(
    Math.max(...roll.batches.map((batch) => batch.length)),
    Math.floor(width / 3),
  );
  return roll.batches.slice(top).flatMap((batch, i) => {
    const index = top + i;
    const state = laneState(roll, index);
    const number = String(index + 1).padStart(String(roll.batches.length).length);
    const count = String(batch.length).padStart(String(roll.steps.size).length);
    const label = theme.paint(tones[state], pad(labels[state], labelWidth));
    const shown = cells(roll, batch, cellsWidth, now, theme);
    const row = `${number}  ${label} ${count}  ${shown}  `;
    const names = toWidth(folded(batch), Math.max(0, width - textWidth(row)));
    return [row + names, ...badRows(roll, batch, width, theme)];
  });
}

/** One cell per host; if there are more hosts than cells, a cell shows the worst of its hosts. */
function cells(roll: Roll, batch: readonly string[], most: number, now: number, theme: Theme) {
  const count = Math.min(batch.length, most);
  const marks = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * batch.length) / count);
    const to = Math.floor(((i + 1) * batch.length) / count);
    const some = batch.slice(from, to).map((host) => stepOf(roll, host));
    return stepMark(worst(some), now);
  });
  const painted = marks.map(({ sign, tone }) => theme.paint(tone, sign)).join('');
  return painted + ' '.repeat(most - count);
}

const worst = (steps: readonly HostStep[]): HostStep =>
  steps.reduce((a, b) => (rank[b.kind] < rank[a.kind] ? b : a));

const rank: Readonly<Record<HostStep['kind'], number>> = {
  refused: 0,
  failed: 1,
  unknown: 2,
  running: 3,
  checking: 4,
  waiting: 5,
  done: 6,
  passed: 7,
};

function stepMark(step: HostStep, now: number): Mark {
  switch (step.kind) {
    case 'waiting':
      return { sign: '·', tone: 'muted' };
    case 'running':
      return { sign: spinner(now), tone: 'running' };
    case 'checking':
      return { sign: spinner(now), tone: 'waiting' };
    case 'done':
      return { sign: '✓', tone: 'ok' };
    case 'passed':
      return { sign: '▪', tone: 'ok' };
    case 'unknown':
      return { sign: '⌁', tone: 'lost' };
    case 'failed':
      return outcomeMark(step.outcome);
    case 'refused':
      return { sign: '✗', tone: 'failed' };
    default:
      return step satisfies never;
  }
}

const mostBad = 5;

function badRows(roll: Roll, batch: readonly string[], width: number, theme: Theme): string[] {
  const bad = batch.filter((host) => isBad(stepOf(roll, host)));
  const rows = bad.slice(0, mostBad).map((host) => {
    const { sign, tone } = stepMark(stepOf(roll, host), 0);
    return toWidth(
      `     ${theme.paint(tone, sign)} ${host}  ${badWords(stepOf(roll, host))}`,
      width,
    );
  });
  const more = bad.length - mostBad;
  return more > 0 ? [...rows, `     … and ${more} more: ${folded(bad.slice(mostBad))}`] : rows;
}

function badWords(step: HostStep): string {
  const what = step.kind === 'refused' ? 'check ' : '';
  const outcome = 'outcome' in step ? step.outcome : undefined;
  if (!outcome) return `${what}let go, it may still run`;
  const reason = outcomeReason(outcome);
  return safeText(`${what}${outcomeWords(outcome)}${reason === undefined ? '' : `: ${reason}`}`);
}

const labels: Readonly<Record<LaneState, string>> = {
  ok: 'ok',
  running: 'running',
  checking: 'checking',
  stopped: 'stopped',
  looking: 'look first',
  pause: 'pause',
  waiting: 'waiting',
};
const labelWidth = 10;

const tones: Readonly<Record<LaneState, Tone>> = {
  ok: 'ok',
  running: 'running',
  checking: 'waiting',
  stopped: 'failed',
  looking: 'waiting',
  pause: 'waiting',
  waiting: 'muted',
};

/** For the line under the prompt: `roll 2/3 checking`. */
export function rollBrief(roll: Roll): string {
  const at = Math.min(batchInHand(roll), roll.batches.length - 1);
  return `roll ${at + 1}/${roll.batches.length} ${labels[laneState(roll, at)]}`;
}
