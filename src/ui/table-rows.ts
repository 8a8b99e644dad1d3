import { numberIn } from '../domain/columns.ts';
import type { FleetRow, FleetTable, TableOrder } from '../domain/fleet-table.ts';
import type { Size } from '../store/state.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';

export interface TableModel {
  readonly table: FleetTable;
  /** In their order. */
  readonly rows: readonly FleetRow[];
  readonly order: TableOrder;
  /** Of each row, in the column that it is sorted by. */
  readonly shares: readonly (number | undefined)[];
  /** By row: the columns that were otherwise in the run before. */
  readonly changed: ReadonlyMap<FleetRow, ReadonlySet<number>>;
  /** The first row that is seen. */
  readonly top: number;
  readonly cursor: string | undefined;
}

const widestCell = 40;
const barWidth = 8;

/** The names, then the rows that there is room for; each exactly as wide as the area. */
export function tableRows(model: TableModel, area: Size, theme: Theme): string[] {
  const { table, rows, order, shares, top, cursor } = model;
  const names = ['host', ...table.names];
  const bars = shares.some((share) => share !== undefined);
  const cells = rows.map(({ host, cells }) => [host, ...cells]);
  const numeric = names.map((_, at) => at > 0 && mostlyNumbers(cells.map((row) => row[at] ?? '')));
  const widths = names.map((name, at) =>
    Math.min(
      widestCell,
      Math.max(textWidth(name) + 2, ...cells.map((row) => textWidth(row[at] ?? ''))),
    ),
  );
  const line = (row: readonly string[], index: number | undefined) => {
    const fleetRow = index === undefined ? undefined : rows[index];
    const changed = fleetRow && model.changed.get(fleetRow);
    return row
      .map((cell, at) => {
        const width = widths[at] ?? 0;
        const text = numeric[at] ? cell.padStart(width) : cell;
        const bar = bars && at === order.column + 1 ? ` ${barOf(index, shares, theme)}` : '';
        const filled = toWidth(text, width);
        return (changed?.has(at - 1) ? theme.paint('waiting', filled) : filled) + bar;
      })
      .join('  ');
  };
  const header = names.map((name, at) =>
    at === order.column + 1 ? `${name} ${order.descending ? '▼' : '▲'}` : name,
  );
  const shown = cells.slice(top, top + area.rows - 1).map((row, i) => {
    const text = pad(cut(` ${line(row, top + i)}`, area.columns), area.columns);
    return row[0] === cursor ? theme.paint('selected', text) : text;
  });
  const head = theme.paint(
    'strong',
    pad(cut(` ${line(header, undefined)}`, area.columns), area.columns),
  );
  const filled = [head, ...shown];
  while (filled.length < area.rows) filled.push(' '.repeat(area.columns));
  return filled;
}

function barOf(
  index: number | undefined,
  shares: readonly (number | undefined)[],
  theme: Theme,
): string {
  const share = index === undefined ? undefined : shares[index];
  if (share === undefined) return ' '.repeat(barWidth);
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return theme.paint(share >= 0.9 ? 'failed' : share >= 0.75 ? 'waiting' : 'running', bar);
}

function mostlyNumbers(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  return (
    filled.length > 0 &&
    filled.filter((cell) => numberIn(cell) !== undefined).length > filled.length / 2
  );
}
