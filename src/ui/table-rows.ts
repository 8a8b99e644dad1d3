import { numberIn } from '../domain/columns.ts';
import {
  type FleetRow,
  type FleetTable,
  shares,
  sorted,
  type TableOrder,
} from '../domain/fleet-table.ts';
import { stripStyle } from '../domain/sgr.ts';
import type { Size } from '../store/state.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';

/** A sorted table, and the widths of its columns. */
export interface LaidTable {
  readonly names: readonly string[];
  readonly rows: readonly FleetRow[];
  readonly order: TableOrder;
  /** For each row, the length of its bar in the sorted column. */
  readonly shares: readonly (number | undefined)[];
  /** Width of each column in cells, the host's first. */
  readonly widths: readonly number[];
  readonly numeric: readonly boolean[];
}

export interface TableModel {
  readonly table: LaidTable;
  /** For each row, the columns that changed since the previous run. */
  readonly changed: ReadonlyMap<FleetRow, ReadonlySet<number>>;
  /** The first visible row. */
  readonly top: number;
  readonly cursor: string | undefined;
}

const widestCell = 40;
const barWidth = 8;

export function layTable(table: FleetTable, order: TableOrder): LaidTable {
  const names = ['host', ...table.names];
  const rows = sorted(table.rows, order);
  const columns = names.map((name, at) => {
    const cells = rows.map((row) => cellOf(row, at));
    const widest = cells.reduce((most, cell) => Math.max(most, textWidth(cell)), 0);
    // The last column gets what is left of the screen.
    const most = at === names.length - 1 ? widest : Math.min(widestCell, widest);
    const width = Math.max(textWidth(name) + 2, most);
    return { width, numeric: at > 0 && mostlyNumbers(cells) };
  });
  return {
    names,
    rows,
    order,
    shares: shares(rows, order.column),
    widths: columns.map(({ width }) => width),
    numeric: columns.map(({ numeric }) => numeric),
  };
}

const cellOf = ({ host, cells }: FleetRow, at: number): string =>
  at === 0 ? host : (cells[at - 1] ?? '');

/**
 * The headings, then as many rows as fit, each exactly as wide as the area. If not all columns fit, the sorted one is
 * always shown, and `‹` `›` say where more are.
 */
export function tableRows(model: TableModel, area: Size, theme: Theme): string[] {
  const { table, top, cursor } = model;
  const { first, after } = columnsInSight(table, area.columns);
  const head = table.names.map((name, at) => {
    const arrow = table.order.descending ? '▼' : '▲';
    if (at === table.order.column + 1) return `${name} ${arrow}`;
    return at === 0 && first > 1 ? `${name} ‹` : name;
  });
  const shown = table.rows.slice(top, top + area.rows - 1).map((row, i) => {
    const cells = table.names.map((_, at) => cellOf(row, at));
    const changed = model.changed.get(row);
    const line = lineOf(table, cells, first, theme, table.shares[top + i], changed);
    const text = pad(cut(line, area.columns), area.columns);
    // Another colour would end the cursor's.
    return row.host === cursor ? theme.paint('selected', stripStyle(text)) : text;
  });
  const names = cut(lineOf(table, head, first, theme), area.columns - after.length);
  const filled = [theme.paint('strong', pad(names, area.columns - after.length) + after), ...shown];
  while (filled.length < area.rows) filled.push(' '.repeat(area.columns));
  return filled;
}

/** The first visible column after the host. */
function columnsInSight({ widths, order, ...table }: LaidTable, room: number) {
  const bar = table.shares.some((share) => share !== undefined) ? barWidth + 1 : 0;
  const widthOf = (from: number, to: number) =>
    widths.slice(from, to + 1).reduce((sum, width) => sum + width + 2, 0);
  const used = 1 + widthOf(0, 0) + bar;
  const sortedBy = order.column + 1;
  // The beginning of a very wide column is enough.
  const enough = Math.min(widestCell, widths[sortedBy] ?? 0) + 2;
  let first = 1;
  while (first < sortedBy && used + widthOf(first, sortedBy - 1) + enough > room + 2) first += 1;
  const isCut = used + widthOf(first, widths.length - 1) > room + 2;
  return { first, after: isCut ? ' ›' : '' };
}

function lineOf(
  table: LaidTable,
  cells: readonly string[],
  first: number,
  theme: Theme,
  share?: number,
  changed?: ReadonlySet<number>,
): string {
  const { widths, numeric, order } = table;
  const bars = table.shares.some((each) => each !== undefined);
  const shown = cells.flatMap((cell, at) => {
    if (at > 0 && at < first) return [];
    const width = widths[at] ?? 0;
    const blanks = numeric[at] ? ' '.repeat(Math.max(0, width - textWidth(cell))) : '';
    const filled = toWidth(blanks + cell, width);
    const bar = bars && at === order.column + 1 ? ` ${barOf(share, theme)}` : '';
    return [(changed?.has(at - 1) ? theme.paint('waiting', filled) : filled) + bar];
  });
  return ` ${shown.join('  ')}`;
}

function barOf(share: number | undefined, theme: Theme): string {
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
