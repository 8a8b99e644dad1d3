import { type Columns, readColumns } from '../domain/columns.ts';
import { changedCells, type FleetTable, fleetTable } from '../domain/fleet-table.ts';
import type { Run } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import { filteredHosts, type Scene } from './scene.ts';

/** Only so many lines at the beginning of an output are read. */
const mostLines = 200;

const known = new WeakMap<Run, { key: string; table: FleetTable }>();

/** The table of the run; read once for each state of it, as soon as all its lines are loaded. */
export function tableOf(scene: Scene): FleetTable {
  const { run } = scene;
  if (!run) return { names: [], rows: [], without: [] };
  const hosts = filteredHosts({ ...scene, hosts: run.hosts });
  const key = hosts.join();
  const before = known.get(run);
  if (before?.key === key) return before.table;
  let whole = true;
  const answers = hosts.map((host) => {
    const read = columnsOf(scene, run, host);
    whole &&= read.whole;
    return [host, read.columns] as const;
  });
  const found = fleetTable(answers);
  if (whole) known.set(run, { key, table: found });
  return found;
}

interface ReadAnswer {
  readonly columns: Columns | undefined;
  /** Whether all its lines were loaded. */
  readonly whole: boolean;
}

const answers = new WeakMap<object, ReadAnswer>();

/** While a run goes on, most hosts have printed nothing new: their columns are remembered. */
function columnsOf({ linesOf, wanted }: Scene, run: Run, host: string): ReadAnswer {
  const output = run.hostRuns.get(host)?.output;
  if (!output || output.lines === 0) return { columns: undefined, whole: true };
  const before = answers.get(output);
  if (before) return before;
  const kept = linesOf(run.id, host);
  const lines: string[] = [];
  let whole = true;
  for (let i = 0; i < Math.min(mostLines, output.lines); i++) {
    const line = kept?.line(i);
    if (!line) wanted.miss(run.id, host, i);
    whole &&= line !== undefined;
    if (line && !line.error) lines.push(stripStyle(line.text));
  }
  const read = { columns: readColumns(lines), whole };
  if (whole) answers.set(output, read);
  return read;
}

const changes = new WeakMap<FleetTable, ReturnType<typeof changedCells>>();

/** The cells that changed since the previous run, if that ran the same line. */
export function changedSince(scene: Scene, fleet: FleetTable) {
  const { run, state } = scene;
  const before = state.runs[state.runs.findIndex(({ id }) => id === run?.id) - 1];
  if (!run || before?.command !== run.command) return new Map();
  const found = changes.get(fleet) ?? changedCells(fleet, tableOf({ ...scene, run: before }));
  if (known.has(before)) changes.set(fleet, found);
  return found;
}
