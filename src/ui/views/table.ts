import { readColumns } from '../../domain/columns.ts';
import {
  changedCells,
  type FleetTable,
  fleetTable,
  shares,
  sorted,
} from '../../domain/fleet-table.ts';
import { stripStyle } from '../../domain/sgr.ts';
import type { Message } from '../../store/message.ts';
import { centred } from '../empty-screens.ts';
import { folded } from '../folded.ts';
import { note } from '../paper.ts';
import { filteredHosts, type Scene } from '../scene.ts';
import { tableRows } from '../table-rows.ts';
import type { Plan, View } from './view.ts';

/** Of longer outputs the beginning is read. */
const mostLines = 200;

/** What every host said in columns, as one table with a column for the host. */
export const table: View = {
  name: 'table',
  summary: 'Columns of all hosts as one table',

  draw(scene, area) {
    if (!scene.run) return centred(['nothing has run yet', 'columns become one table here'], area);
    const fleet = tableOf(scene);
    if (fleet.rows.length === 0) {
      return centred(['no host has answered in columns', 'T goes back'], area);
    }
    const { without } = fleet;
    const foot =
      without.length === 0
        ? []
        : [
            note(
              ` without columns: ${folded(without)} (${without.length})`,
              area.columns,
              'muted',
              scene.theme,
            ),
          ];
    const rows = tableRows(
      {
        table: fleet,
        rows: sorted(fleet.rows, orderOf(scene)),
        order: orderOf(scene),
        shares: shares(sorted(fleet.rows, orderOf(scene)), orderOf(scene).column),
        changed: changedSince(scene, fleet),
        top: topOf(scene, fleet, area.rows - foot.length - 1),
        cursor: scene.state.focus === 'grid' ? this.plan(scene, area).cursor : undefined,
      },
      { columns: area.columns, rows: area.rows - foot.length },
      scene.theme,
    );
    return [...rows, ...foot];
  },

  plan(scene): Plan {
    const items = [...new Set(sorted(tableOf(scene).rows, orderOf(scene)).map(({ host }) => host))];
    const { cursor } = scene.state;
    const shown = cursor !== undefined && items.includes(cursor) ? cursor : items[0];
    const under = shown === undefined ? [] : [shown];
    return {
      items,
      cursor: shown,
      under,
      columns: 1,
      perPage: Math.max(1, items.length),
      page: 0,
      pages: 1,
    };
  },

  scroll(scene, area, by): Message | undefined {
    if (!scene.run) return undefined;
    const { rows } = tableOf(scene);
    const page = Math.max(1, area.rows - 2);
    const top = topOf(scene, tableOf(scene), page);
    const to = { 'page-up': top - page, 'page-down': top + page, start: 0, end: rows.length }[by];
    const last = Math.max(0, rows.length - page);
    return {
      type: 'scroll',
      key: keyOf(scene),
      top: Math.min(last, Math.max(0, to)),
      seen: rows.length,
    };
  },
};

/** Of the table that would be shown, without the host. */
export const columnCount = (scene: Scene): number => tableOf(scene).names.length;

const keyOf = ({ run }: Scene): string => `table ${run?.id ?? ''}`;

const orderOf = ({ state }: Scene) => state.tableOrder ?? { column: -1, descending: false };

/** Since the run before, where that was the same line. */
function changedSince(scene: Scene, fleet: FleetTable) {
  const { run, state } = scene;
  const before = state.runs[state.runs.findIndex(({ id }) => id === run?.id) - 1];
  if (!run || before?.command !== run.command) return new Map();
  return changedCells(fleet, tableOf({ ...scene, run: before }));
}

/** The row at the top; the cursor stays in sight. */
function topOf(scene: Scene, fleet: FleetTable, room: number): number {
  const { state } = scene;
  const top = Math.min(
    state.scroll.get(keyOf(scene))?.top ?? 0,
    Math.max(0, fleet.rows.length - 1),
  );
  if (state.focus !== 'grid' || state.cursor === undefined) return top;
  const at = sorted(fleet.rows, orderOf(scene)).findIndex(({ host }) => host === state.cursor);
  if (at === -1 || (at >= top && at < top + room)) return top;
  return at < top ? at : at - room + 1;
}

const known = new WeakMap<NonNullable<Scene['run']>, { key: string; table: FleetTable }>();

/** Read once for each state of the run, when all its lines are here. */
function tableOf(scene: Scene): FleetTable {
  const { run, linesOf, wanted } = scene;
  if (!run) return { names: [], rows: [], without: [] };
  const hosts = filteredHosts({ ...scene, hosts: run.hosts });
  const key = hosts.join();
  const before = known.get(run);
  if (before?.key === key) return before.table;
  let whole = true;
  const answers = hosts.map((host) => {
    const total = Math.min(mostLines, run.hostRuns.get(host)?.output.lines ?? 0);
    const kept = linesOf(run.id, host);
    const lines: string[] = [];
    for (let i = 0; i < total; i++) {
      const line = kept?.line(i);
      if (!line) wanted.miss(run.id, host, i);
      whole &&= line !== undefined;
      if (line && !line.error) lines.push(stripStyle(line.text));
    }
    return [host, readColumns(lines)] as const;
  });
  const found = fleetTable(answers);
  if (whole) known.set(run, { key, table: found });
  return found;
}
