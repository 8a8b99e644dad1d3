import type { FleetTable } from '../../domain/fleet-table.ts';
import type { Message } from '../../store/message.ts';
import type { Size } from '../../store/state.ts';
import { centred } from '../empty-screens.ts';
import { folded } from '../folded.ts';
import { note } from '../paper.ts';
import { changedSince, tableOf } from '../read-table.ts';
import type { Scene } from '../scene.ts';
import { type LaidTable, layTable, tableRows } from '../table-rows.ts';
import { panes } from './panes.ts';
import { type Plan, scrollRows, type View } from './view.ts';

/** What every host said in columns, as one table with a column for the host. */
export const table: View = {
  name: 'table',
  summary: 'Columns of all hosts as one table',

  draw(scene, area) {
    if (scene.state.zoom !== undefined) return panes.draw(scene, area);
    if (!scene.run) return centred(['nothing has run yet', 'columns become one table here'], area);
    const fleet = tableOf(scene);
    if (fleet.rows.length + fleet.without.length === 0)
      return centred([`no host is ${scene.state.filter} – f shows others`], area);
    if (fleet.rows.length === 0) {
      return centred(['no host has answered in columns', 'T goes back'], area);
    }
    const { laid, top, cursor, foot } = placeOf(scene, area);
    const rows = tableRows(
      {
        table: laid,
        changed: changedSince(scene, fleet),
        top,
        cursor: scene.state.focus === 'grid' ? cursor : undefined,
      },
      { columns: area.columns, rows: area.rows - foot },
      scene.theme,
    );
    if (foot === 0) return rows;
    const { without } = fleet;
    const words = ` without columns: ${folded(without)} (${without.length})`;
    return [...rows, note(words, area.columns, 'muted', scene.theme)];
  },

  plan(scene, area): Plan {
    if (scene.state.zoom !== undefined) return panes.plan(scene, area);
    const { laid, cursor } = placeOf(scene, area);
    const items = [...new Set(laid.rows.map(({ host }) => host))];
    const under = cursor === undefined ? [] : [cursor];
    const perPage = Math.max(1, items.length);
    return { items, cursor, under, columns: 1, perPage, page: 0, pages: 1 };
  },

  /** A line is seen in the pane of its host. */
  reveal(scene, area, host, line) {
    const zoomed = { ...scene, state: { ...scene.state, zoom: host } };
    return panes.reveal?.(zoomed, area, host, line) ?? [];
  },

  choose(scene, area, x, y) {
    if (scene.state.zoom !== undefined) return panes.choose(scene, area, x, y);
    const { laid, top, room } = placeOf(scene, area);
    const host = y < 1 || y > room ? undefined : laid.rows[top + y - 1]?.host;
    return host === undefined ? [] : [{ type: 'cursor', host }];
  },

  scroll(scene, area, by): Message | undefined {
    if (scene.state.zoom !== undefined) return panes.scroll(scene, area, by);
    if (!scene.run) return undefined;
    const { laid, top, room } = placeOf(scene, area);
    const { length } = laid.rows;
    const ends = { start: 0, end: length } as const;
    const to = by === 'start' || by === 'end' ? ends[by] : top + scrollRows(by, room + 1);
    return scrolledTo(scene, to, length);
  },

  /** Over the hosts; the screen follows. */
  step(scene, area, by) {
    if (scene.state.zoom !== undefined) return undefined;
    const { items, cursor } = this.plan(scene, area);
    const { laid, top, room } = placeOf(scene, area);
    const isFirst = scene.state.cursor === undefined;
    const host = items[items.indexOf(cursor ?? '') + (isFirst ? 0 : by)];
    if (host === undefined) return [];
    const isShown = laid.rows.slice(top, top + room).some((row) => row.host === host);
    const at = laid.rows.findIndex((row) => row.host === host);
    return [
      { type: 'cursor', host },
      ...(isShown ? [] : [scrolledTo(scene, by < 0 ? at : at - room + 1, laid.rows.length)]),
    ];
  },
};

/** Of the table that would be shown, without the host. */
export const columnCount = (scene: Scene): number => tableOf(scene).names.length;

/** What of the table is seen, and the host that the cursor stands on: one whose rows are. */
function placeOf(scene: Scene, area: Size) {
  const { state } = scene;
  const fleet = tableOf(scene);
  const laid = laidOf(scene, fleet);
  const foot = fleet.without.length === 0 ? 0 : 1;
  const room = Math.max(1, area.rows - foot - 1);
  const scrolled = state.scroll.get(keyOf(scene))?.top;
  const begin = scrolled ?? (laid.order.column < 0 ? beginOf(laid, state.cursor, room) : 0);
  const top = Math.min(begin, Math.max(0, laid.rows.length - room));
  const seen = laid.rows.slice(top, top + room);
  const cursor = (seen.find(({ host }) => host === state.cursor) ?? seen[0])?.host;
  return { laid, foot, room, top, cursor };
}

/** The table begins where the cursor is, unless that is on the first screen. */
function beginOf({ rows }: LaidTable, cursor: string | undefined, room: number): number {
  const at = rows.findIndex(({ host }) => host === cursor);
  return at < room ? 0 : at;
}

const keyOf = ({ run, state }: Scene): string =>
  `table ${run?.id ?? ''} ${JSON.stringify(state.tableOrder ?? '')}`;

const scrolledTo = (scene: Scene, top: number, length: number): Message => ({
  type: 'scroll',
  key: keyOf(scene),
  top: Math.min(length, Math.max(0, top)),
  seen: length,
});

const laidTables = new WeakMap<FleetTable, LaidTable>();

function laidOf({ state }: Scene, fleet: FleetTable): LaidTable {
  const order = state.tableOrder ?? { column: -1, descending: false };
  const before = laidTables.get(fleet);
  if (before?.order.column === order.column && before.order.descending === order.descending)
    return before;
  const laid = layTable(fleet, order);
  laidTables.set(fleet, laid);
  return laid;
}
