import type { Run } from '../../domain/run.ts';
import type { Message } from '../../store/message.ts';
import type { Size } from '../../store/state.ts';
import { centred } from '../empty-screens.ts';
import { filteredHosts, type Scene } from '../scene.ts';
import { searchLook } from '../search-look.ts';
import { layStreamRow } from '../stream-paper.ts';
import type { StreamRow } from '../stream-rows.ts';
import { streamStatus } from '../stream-status.ts';
import { type StreamWindow, streamKey, streamWindow } from '../stream-window.ts';
import { compiled } from '../streams.ts';
import { scrolledAnchor, type WindowRows, windowRows } from '../window-rows.ts';
import { panes } from './panes.ts';
import { type Plan, type Scroll, scrollRows, type View } from './view.ts';

/** All lines of the run in order of arrival, the host in front: the view for `tail -f`. */
export const stream: View = {
  name: 'stream',
  summary: 'All lines as they arrive, the host in front',

  draw(scene, area) {
    if (scene.state.zoom !== undefined) return panes.draw(scene, area);
    if (!scene.run)
      return centred(['nothing has run yet', 'all lines stand here as they arrive'], area);
    const { window, shown } = pictureOf(scene, scene.run, area);
    const blank = ' '.repeat(area.columns);
    const body = [...shown.rows];
    while (body.length < area.rows - 1) body.push(blank);
    return [...body, streamStatus(scene, scene.run, area.columns, window.waits)].slice(-area.rows);
  },

  plan(scene, area) {
    if (scene.state.zoom !== undefined) return panes.plan(scene, area);
    const items = scene.run ? filteredHosts({ ...scene, hosts: scene.run.hosts }) : [];
    const { cursor } = scene.state;
    const row = scene.run && selectedRow(scene, scene.run, area);
    const host = row ? [...row.hosts][0] : (items.find((item) => item === cursor) ?? items[0]);
    const under = row ? [...row.hosts] : host === undefined ? [] : [host];
    const perPage = Math.max(1, items.length);
    return { items, cursor: host, under, columns: 1, perPage, page: 0, pages: 1 } satisfies Plan;
  },

  choose(scene, area, x, y) {
    const { run } = scene;
    if (scene.state.zoom !== undefined) return panes.choose(scene, area, x, y);
    return run ? chosen(run, pictureOf(scene, run, area), y, scene) : [];
  },

  scroll(scene, area, by) {
    const { run } = scene;
    if (scene.state.zoom !== undefined) return panes.scroll(scene, area, by);
    return run && scrolled(scene, run, topAfter(scene, run, area, by));
  },

  /** There with what the others said at the same time; a line that is left out, in its host's own pane. */
  reveal(scene, area, host, line) {
    const { run } = scene;
    const { source, sieve } = run ? scene.streams.of(scene, run) : {};
    const place = source?.arrivals.placeOf(host, line);
    const text = source?.lines(host)?.line(line);
    const leftOut = sieve?.hides(host) || (text && sieve?.passes(text) === false);
    if (!run || place === undefined || leftOut || scene.state.zoom !== undefined) {
      const zoomed = { ...scene, state: { ...scene.state, zoom: host } };
      return panes.reveal?.(zoomed, area, host, line) ?? [];
    }
    const top = Math.max(0, place - Math.floor(area.rows / 3));
    return [scrolled(scene, run, top), { type: 'stream-line', line: { run: run.id, place } }];
  },

  step(scene, area, by) {
    const { run } = scene;
    return run && scene.state.zoom === undefined ? stepped(scene, run, area, by) : undefined;
  },
};

interface Picture {
  readonly window: StreamWindow;
  readonly shown: WindowRows;
  lay(index: number): readonly string[];
}

/** One row of the area is the status. */
function pictureOf(scene: Scene, run: Run, area: Size): Picture {
  const height = Math.max(1, area.rows - 1);
  const window = streamWindow(scene, run, scene.streams.of(scene, run), height);
  const { theme, state } = scene;
  const selected = state.stream.line?.run === run.id ? state.stream.line.place : undefined;
  const width = area.columns;
  const longest = Math.max(1, ...run.hosts.map((host) => host.length));
  const nameWidth = Math.min(longest, Math.floor(width / 3));
  const light = searchLook(state)?.pattern ?? compiled(state.stream.light);
  const paper = { theme, width, nameWidth, light, marked: state.marked };
  const lay = (index: number) => {
    const row = window.rows[index];
    return row ? layStreamRow(row, row.at === selected, paper) : [];
  };
  const shown = windowRows(window.rows.length, window.anchor, height, lay);
  return { window, shown, lay };
}

function selectedRow(scene: Scene, run: Run, area: Size): StreamRow | undefined {
  const { line } = scene.state.stream;
  if (line?.run !== run.id) return undefined;
  const { window, shown } = pictureOf(scene, run, area);
  const seen = window.rows.slice(shown.first, shown.first + area.rows);
  return seen.find(({ at }) => at === line.place);
}

/** The line at this row of the screen has the cursor, and stays where it is. */
function chosen(run: Run, { window, shown, lay }: Picture, y: number, scene: Scene) {
  const { rows } = window;
  const heights = rows.slice(shown.first).map((_, i) => lay(shown.first + i).length);
  const all = heights.reduce((sum, height) => sum + height, 0);
  // of the first one the end is seen where the newest is at the bottom
  let left = y + (shown.atEnd ? all - shown.rows.length : 0);
  const at = heights.findIndex((height) => {
    left -= height;
    return left < 0;
  });
  const row = y < shown.rows.length ? rows[shown.first + at] : undefined;
  if (at < 0 || !row) return [];
  return onLine(scene, run, row, rows[shown.first]?.at ?? 0);
}

function onLine(scene: Scene, run: Run, row: StreamRow, top: number): readonly Message[] {
  const [host] = row.hosts;
  return [
    scrolled(scene, run, top),
    { type: 'stream-line', line: { run: run.id, place: row.at } },
    { type: 'cursor', host },
  ];
}

/** Where the top of the screen is after a scroll key. */
function topAfter(scene: Scene, run: Run, area: Size, by: Scroll): number | 'follow' {
  if (by === 'start') return 0;
  if (by === 'end') return 'follow';
  const { window, shown, lay } = pictureOf(scene, run, area);
  const { rows } = window;
  const height = Math.max(1, area.rows - 1);
  const step = scrollRows(by, height);
  const anchor = scrolledAnchor(shown, rows.length, step, height, lay);
  if (step > 0) {
    if (anchor !== 'follow') return rows[anchor]?.at ?? 'follow';
    return window.whole ? 'follow' : (rows.at(-1)?.at ?? 0);
  }
  const first = rows[shown.first]?.at ?? scene.streams.of(scene, run).source.arrivals.total;
  const isEnough = anchor !== 'follow' && anchor > 0;
  return isEnough
    ? (rows[anchor]?.at ?? 0)
    : Math.max(0, first - linesBack(window, shown, height, -step));
}

/** How many lines so many rows further up are likely to take: as many as on this screen. */
function linesBack(
  { rows }: StreamWindow,
  shown: WindowRows,
  height: number,
  back: number,
): number {
  const visible = rows.slice(shown.first, shown.first + height);
  const [first, last] = [visible[0], visible.at(-1)];
  const lines = first && last ? last.at - first.at + 1 : 0;
  const perRow = visible.length > 0 ? lines / visible.length : 1;
  return Math.min(mostBack, Math.max(back, Math.ceil(perRow * back)));
}

/** Lines that one key goes back at the most. */
const mostBack = 20_000;

function scrolled(scene: Scene, run: Run, top: number | 'follow'): Message {
  const key = streamKey(run);
  const known = scene.state.scroll.get(key)?.seen;
  const seen = known ?? scene.streams.of(scene, run).source.arrivals.total;
  return { type: 'scroll', key, top, seen };
}

/** Another line has the cursor; the screen stays put, or moves as little as it must. */
function stepped(scene: Scene, run: Run, area: Size, by: -1 | 1): readonly Message[] {
  const { window, shown, lay } = pictureOf(scene, run, area);
  const { rows } = window;
  const height = Math.max(1, area.rows - 1);
  let last = shown.first;
  for (let used = lay(last).length; last + 1 < rows.length; last += 1) {
    used += lay(last + 1).length;
    if (used > height) break;
  }
  const { line } = scene.state.stream;
  const at = line?.run === run.id ? rows.findIndex((row) => row.at === line.place) : -1;
  const inside = at >= shown.first && at <= last;
  const next = inside ? Math.min(rows.length - 1, at + by) : last;
  const row = rows[next];
  if (!row) return [scrolled(scene, run, topAfter(scene, run, area, 'page-up'))];
  const top = next < shown.first ? next : next > last ? shown.first + 1 : shown.first;
  return onLine(scene, run, row, rows[top]?.at ?? 0);
}
