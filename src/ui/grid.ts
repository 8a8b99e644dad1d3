import type { Size } from '../store/state.ts';

/** Where the panes of a page go. Widths and heights include borders. */
export interface Grid {
  readonly kind: 'bordered' | 'dense' | 'cells';
  readonly columns: number;
  readonly rows: number;
  /** Hosts on one page. */
  readonly perPage: number;
  readonly pages: number;
  /** By column and by row; they sum up to the whole area. */
  readonly widths: readonly number[];
  readonly heights: readonly number[];
}

/** The smallest pane that can be read; below it a host gets a cell. */
const smallest: Size = { columns: 30, rows: 5 };
/** With more panes than this, borders cost more room than they are worth. */
const mostBordered = 16;
const tallestCell = 4;

/** Panes as long as they fit, then cells (a title and the last lines), then pages of cells. */
export function gridFor(hosts: number, area: Size): Grid {
  const count = Math.max(1, hosts);
  const most = {
    columns: Math.max(1, Math.floor(area.columns / smallest.columns)),
    rows: Math.floor(area.rows / smallest.rows),
  };
  if (count <= most.columns * most.rows) {
    const columns = bestColumns(count, area, most);
    return grid(
      count <= mostBordered ? 'bordered' : 'dense',
      count,
      columns,
      area,
      Math.ceil(count / columns),
    );
  }
  const rows = Math.ceil(count / most.columns);
  const height = Math.min(tallestCell, Math.max(1, Math.floor(area.rows / rows)));
  const shown = Math.min(rows, Math.max(1, Math.floor(area.rows / height)));
  return grid('cells', count, most.columns, { ...area, rows: shown * height }, shown);
}

function grid(kind: Grid['kind'], count: number, columns: number, area: Size, rows: number): Grid {
  return {
    kind,
    columns,
    rows,
    perPage: columns * rows,
    pages: Math.ceil(count / (columns * rows)),
    widths: shares(area.columns, columns),
    heights: shares(area.rows, rows),
  };
}

/** The number of columns whose panes come nearest to the shape of a terminal and leave few places empty. */
function bestColumns(count: number, area: Size, most: Size): number {
  let best = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let columns = 1; columns <= Math.min(count, most.columns); columns += 1) {
    const rows = Math.ceil(count / columns);
    if (rows > most.rows) continue;
    const shape = area.columns / columns / (area.rows / rows);
    const cost = Math.abs(Math.log(shape / bestShape)) + (columns * rows - count) * emptyCost;
    if (cost < least) [best, least] = [columns, cost];
  }
  return best;
}

// Columns per row of a pane: 80 by 20.
const bestShape = 4;
const emptyCost = 0.2;

/** Divides `total` into `parts` whole numbers that differ by at most one, the larger ones first. */
function shares(total: number, parts: number): number[] {
  const share = Math.floor(total / parts);
  return Array.from({ length: parts }, (_, i) => share + (i < total - share * parts ? 1 : 0));
}
