import { type Quantity, quantitiesIn } from '../../domain/quantity.ts';
import { stripStyle } from '../../domain/sgr.ts';
import type { Overlay, Size } from '../../store/state.ts';
import { filteredHosts, type Scene } from '../scene.ts';
import { pad, textWidth, toWidth } from '../text-width.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';

type Open = Extract<Overlay, { kind: 'chart' }>;

/** Only so many lines at the end of an output are read. */
const mostLines = 200;

/** How many bars are visible at once. */
export const chartRoom = (rows: number): number => rows - 2;

/** One number of each host as a bar, the largest first. */
export function chartPopup(scene: Scene, { nth, top }: Open, size: Size): Popup {
  const bars = chartOf(scene, nth).sort((a, b) => b.value - a.value);
  const room = chartRoom(size.rows);
  const shown = bars.slice(top, top + room);
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const names = Math.min(24, Math.max(0, ...bars.map(({ host }) => textWidth(host))));
  const figures = Math.max(0, ...bars.map(({ text }) => text.length));
  const width = Math.max(1, size.columns - names - figures - 9);
  const lines = shown.map(({ host, text, value }) => {
    const full = most <= 0 ? 0 : Math.max(0, Math.round((value / most) * width));
    return `${pad(toWidth(host, names), names)}  ${text.padStart(figures)}  ${scene.theme.paint('running', '█'.repeat(full))}`;
  });
  const what = nth === undefined ? 'the last number of' : `number ${nth} of`;
  const said = lines.length === 0 ? ['no host has said a number'] : lines;
  return {
    left: 0,
    top: 0,
    width: size.columns,
    rows: boxRows(`${what} ${bars.length} hosts`, said, size.columns, size.rows, scene.theme, {
      foot: 'Esc closes',
    }),
  };
}

function chartOf(scene: Scene, nth: number | undefined): (Quantity & { host: string })[] {
  const { run, linesOf, wanted } = scene;
  if (!run) return [];
  return filteredHosts({ ...scene, hosts: run.hosts }).flatMap((host) => {
    const total = run.hostRuns.get(host)?.output.lines ?? 0;
    const first = nth === undefined ? Math.max(0, total - mostLines) : 0;
    const kept = linesOf(run.id, host);
    const texts: string[] = [];
    for (let i = first; i < Math.min(total, first + mostLines); i++) {
      const line = kept?.line(i);
      if (line) texts.push(stripStyle(line.text));
      else wanted.miss(run.id, host, i);
    }
    const numbers = quantitiesIn(texts);
    const number = nth === undefined ? numbers.at(-1) : numbers[nth - 1];
    return number === undefined ? [] : [{ host, ...number }];
  });
}
