import type { Message } from '../../store/message.ts';
import type { Size } from '../../store/state.ts';
import { centred, welcome } from '../empty-screens.ts';
import { type Grid, gridFor } from '../grid.ts';
import { markSign } from '../marks.ts';
import { innerSize, type PaneModel, paneWindow } from '../pane-rows.ts';
import { layRow, type Paper } from '../paper.ts';
import { anchorAt } from '../reveal.ts';
import { connectionOf, filteredHosts, type Scene } from '../scene.ts';
import { hitWords, searched, searchLook } from '../search-look.ts';
import { type Anchor, scrolledAnchor } from '../window-rows.ts';
import { type Plan, type Scroll, scrollRows, type View } from './view.ts';

/** One pane a host: its transcript, its state in the border. */
export const panes: View = {
  name: 'panes',
  summary: 'One pane for each host',

  draw(scene, area) {
    const { state } = scene;
    if (state.zoom !== undefined) {
      return scene.panes.rows(
        paneOf(scene, state.zoom, 'bordered'),
        area.columns,
        area.rows,
        paperOf(scene, 'bordered', area.rows),
      );
    }
    if (scene.hosts.length === 0) return welcome(scene, area);
    const hosts = filteredHosts(scene);
    if (hosts.length === 0) {
      return centred([`no host is ${state.filter} – f shows others`], area);
    }
    return compose(scene, area, hosts);
  },

  plan(scene, area) {
    const items = filteredHosts(scene);
    const { columns, perPage, pages } = gridFor(items.length, area);
    const page = Math.min(scene.state.page, pages - 1);
    const { cursor } = scene.state;
    const shown = cursor !== undefined && items.includes(cursor) ? cursor : items[page * perPage];
    const under = shown === undefined ? [] : [shown];
    return { items, cursor: shown, under, columns, perPage, page, pages };
  },

  reveal(scene, area, host, line) {
    const plan = this.plan(scene, area);
    const at = plan.items.indexOf(host);
    const row = scene.run && scene.transcript(host).rowOf(scene.run.id, line);
    if (at < 0 || row === undefined) return [];
    const { pane, inner, paper } = placeOf(scene, area, plan, host);
    const top = anchorAt(pane.transcript, row, inner, paper);
    return [
      { type: 'cursor', host },
      { type: 'page', page: Math.floor(at / plan.perPage) },
      ...(scene.state.zoom === undefined ? [] : [{ type: 'zoom', host } as const]),
      { type: 'scroll', key: pane.key, top, seen: pane.transcript.length },
    ];
  },

  choose(scene, area, x, y) {
    if (scene.state.zoom !== undefined) return [{ type: 'cursor', host: scene.state.zoom }];
    const { items, page, perPage } = this.plan(scene, area);
    const { widths, heights, columns } = gridFor(items.length, area);
    const column = indexAt(widths, x);
    const row = indexAt(heights, y);
    if (column === undefined || row === undefined) return [];
    const host = items.slice(page * perPage, (page + 1) * perPage)[row * columns + column];
    return host === undefined ? [] : [{ type: 'cursor', host }];
  },

  scroll(scene, area, by) {
    const plan = this.plan(scene, area);
    const host = scene.state.zoom ?? plan.cursor;
    return host === undefined ? undefined : scrolled(scene, area, plan, host, by);
  },
};

/** Which of these shares of a length has this place in it. */
function indexAt(shares: readonly number[], place: number): number | undefined {
  let end = 0;
  const at = shares.findIndex((share) => {
    end += share;
    return place < end;
  });
  return at === -1 ? undefined : at;
}

/** Puts the panes of the page side by side. */
function compose(scene: Scene, area: Size, hosts: readonly string[]): string[] {
  const grid = gridFor(hosts.length, area);
  const page = Math.min(scene.state.page, grid.pages - 1);
  const onPage = hosts.slice(page * grid.perPage, (page + 1) * grid.perPage);
  const paper = paperOf(scene, grid.kind, grid.heights[0] ?? 0);
  const rows: string[] = [];
  for (const [r, height] of grid.heights.entries()) {
    const band = grid.widths.map((width, c) => {
      const host = onPage[r * grid.columns + c];
      return host === undefined
        ? Array<string>(height).fill(' '.repeat(width))
        : scene.panes.rows(paneOf(scene, host, grid.kind), width, height, paper);
    });
    for (let y = 0; y < height; y += 1) rows.push(band.map((pane) => pane[y]).join(''));
  }
  while (rows.length < area.rows) rows.push(' '.repeat(area.columns));
  return rows;
}

/** The row of the hit that was jumped to, where it is this host's. */
function foundRow(scene: Scene, host: string): number | undefined {
  const { at, run } = searchLook(scene.state) ?? {};
  return at?.host === host && run !== undefined
    ? scene.transcript(host).rowOf(run, at.line)
    : undefined;
}

function paneOf(scene: Scene, host: string, kind: Grid['kind']): PaneModel {
  const { state, run } = scene;
  const key = scrollKey(scene, host);
  const scroll = state.scroll.get(key);
  return {
    key,
    name: host,
    connection: connectionOf(scene, host),
    transcript: scene.transcript(host),
    anchor: scroll ? scroll.top : 'follow',
    seen: scroll ? scroll.seen : 0,
    focused: state.cursor === host && state.zoom === undefined,
    mark: markSign([host], state.marked),
    hits: hitWords(state, host, run?.id),
    found: foundRow(scene, host),
    wantsSudo: state.sudoWaiting.has(host),
    values: state.watch?.values.get(host),
    borders: kind === 'bordered',
    nameWidth: longestName(scene.hosts),
    now: state.now,
  };
}

/** A run of an earlier day is scrolled by itself. */
const scrollKey = ({ state }: Scene, host: string): string =>
  state.openedRun ? `${state.openedRun.id} ${host}` : host;

const longestName = (hosts: readonly string[]) => {
  const known = nameWidths.get(hosts);
  if (known !== undefined) return known;
  const width = Math.max(0, ...hosts.map((host) => host.length));
  nameWidths.set(hosts, width);
  return width;
};
const nameWidths = new WeakMap<readonly string[], number>();

/** Rows of a pane that has room for what the title tells already. */
const tall = 16;

/** Many panes have plain gutters: a row of ASCII is drawn twice as fast. */
function paperOf(
  { theme, linesOf, wanted, state }: Scene,
  kind: Grid['kind'],
  rows: number,
): Paper {
  return {
    theme,
    linesOf,
    wanted,
    errorMark: kind === 'bordered' ? '▌' : '!',
    terse: kind !== 'bordered',
    oneRow: kind === 'cells',
    okEnds: rows >= tall,
    ...searched(state),
  };
}

function scrolled(scene: Scene, area: Size, plan: Plan, host: string, by: Scroll): Message {
  const { pane, inner, paper } = placeOf(scene, area, plan, host);
  return {
    type: 'scroll',
    key: pane.key,
    top: anchorAfter(pane, inner, by, paper),
    seen: seenAfter(pane),
  };
}

/** The pane of a host as it is scrolled, what it has for text, and what that is written on. */
function placeOf(scene: Scene, area: Size, plan: Plan, host: string) {
  const grid = gridFor(plan.items.length, area);
  const kind = scene.state.zoom === undefined ? grid.kind : 'bordered';
  const at = Math.max(0, plan.items.indexOf(host)) % grid.perPage;
  const outer =
    scene.state.zoom === undefined
      ? {
          columns: grid.widths[at % grid.columns] ?? 1,
          rows: grid.heights[Math.floor(at / grid.columns)] ?? 1,
        }
      : area;
  const pane = paneOf(scene, host, kind);
  const inner = innerSize(pane, outer.columns, outer.rows);
  return { pane, inner, paper: { ...paperOf(scene, kind, outer.rows), terse: false } };
}

/** Where a pane stands after a scroll key. */
export function anchorAfter(pane: PaneModel, inner: Size, by: Scroll, paper: Paper): Anchor {
  if (by === 'start') return 0;
  if (by === 'end') return 'follow';
  const { transcript } = pane;
  const lay = (index: number) => layRow(transcript.row(index), inner.columns, paper);
  const shown = paneWindow(pane, inner.columns, inner.rows, paper);
  const rows = scrollRows(by, inner.rows);
  return scrolledAnchor(shown, transcript.length, rows, inner.rows, lay);
}

/** A pane that is scrolled already goes on counting from where it left the end. */
export const seenAfter = (pane: PaneModel) =>
  pane.anchor === 'follow' ? pane.transcript.length : pane.seen;
