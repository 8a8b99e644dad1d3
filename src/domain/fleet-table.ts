import { type Columns, numberIn } from './columns.ts';

export interface FleetRow {
  readonly host: string;
  readonly cells: readonly string[];
}

/** What all hosts printed in columns, as one table. */
export interface FleetTable {
  readonly names: readonly string[];
  readonly rows: readonly FleetRow[];
  /** Hosts that printed no such columns. */
  readonly without: readonly string[];
}

export interface TableOrder {
  /** Counted from 0; -1: the host. */
  readonly column: number;
  readonly descending: boolean;
}

/** The columns of the first host that has some, and by name those that others have in addition. */
export function fleetTable(
  answers: readonly (readonly [host: string, Columns | undefined])[],
): FleetTable {
  const names = [...new Set(answers.flatMap(([, columns]) => columns?.names ?? []))];
  const rows = answers.flatMap(([host, columns]) => {
    const places = names.map((name) => columns?.names.indexOf(name) ?? -1);
    return (columns?.rows ?? []).map((own) => ({
      host,
      cells: places.map((place) => own[place] ?? ''),
    }));
  });
  const without = answers.flatMap(([host, columns]) => (columns ? [] : [host]));
  return { names, rows, without };
}

/** The cells that changed; a row is recognized by its host and its position among that host's rows. */
export function changedCells(
  now: FleetTable,
  before: FleetTable,
): Map<FleetRow, ReadonlySet<number>> {
  const old = Map.groupBy(before.rows, ({ host }) => host);
  const own = Map.groupBy(now.rows, ({ host }) => host);
  const changed = new Map<FleetRow, ReadonlySet<number>>();
  for (const [host, rows] of own) {
    for (const [i, row] of rows.entries()) {
      const known = old.get(host)?.[i];
      if (!known) continue;
      const cells = row.cells.flatMap((cell, at) => {
        const earlier = known.cells[before.names.indexOf(now.names[at] ?? '')];
        return earlier === undefined || earlier === cell ? [] : [at];
      });
      if (cells.length > 0) changed.set(row, new Set(cells));
    }
  }
  return changed;
}

/** Numbers by value, other cells as text, empty ones last; equal rows keep their order. */
export function sorted(rows: readonly FleetRow[], { column, descending }: TableOrder): FleetRow[] {
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => {
      const text = column < 0 ? row.host : (row.cells[column] ?? '');
      return { row, text, number: numberIn(text) };
    })
    .sort((a, b) => {
      if (a.text === '' || b.text === '') return Number(a.text === '') - Number(b.text === '');
      if (a.number !== undefined && b.number !== undefined)
        return direction * (a.number - b.number);
      return direction * byText.compare(a.text, b.text);
    })
    .map(({ row }) => row);
}

/** Made once: making it takes longer than a thousand comparisons. */
const byText = new Intl.Collator('en', { numeric: true });

/** How large each number of the column is relative to the largest, 0 to 1; percentages stand for themselves. */
export function shares(rows: readonly FleetRow[], column: number): (number | undefined)[] {
  const cells = rows.map(({ cells }) => cells[column] ?? '');
  const numbers = cells.map(numberIn);
  const known = numbers.filter((number) => number !== undefined);
  if (known.length === 0 || known.length < cells.filter(Boolean).length / 2)
    return cells.map(() => undefined);
  const percent = cells.every((cell) => cell === '' || cell.endsWith('%'));
  const most = known.reduce((a, b) => Math.max(a, b), percent ? 100 : Number.NEGATIVE_INFINITY);
  return numbers.map((number) =>
    number === undefined ? undefined : most <= 0 ? 0 : Math.max(0, number / most),
  );
}
