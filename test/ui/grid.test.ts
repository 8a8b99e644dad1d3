import { describe, expect, test } from 'vitest';
import { gridFor } from '../../src/ui/grid.ts';

describe('panes go as far as they can be read, then cells, then pages', () => {
  test.each([
    [1, 80, 20, 'bordered', 1, 1, 1],
    [6, 80, 20, 'bordered', 2, 3, 1],
    [8, 80, 20, 'bordered', 2, 4, 1],
    [12, 80, 20, 'cells', 2, 6, 1],
    [50, 80, 20, 'cells', 2, 20, 2],
    [6, 200, 46, 'bordered', 3, 2, 1],
    [50, 200, 46, 'dense', 6, 9, 1],
    [200, 300, 76, 'cells', 10, 20, 1],
    [1000, 200, 46, 'cells', 6, 46, 4],
    [3, 40, 4, 'cells', 1, 3, 1],
    [0, 80, 20, 'bordered', 1, 1, 1],
  ])(
    '%i hosts on %i×%i: %s, %i×%i, %i pages',
    (hosts, columns, rows, kind, across, down, pages) => {
      const grid = gridFor(hosts, { columns, rows });
      expect(grid).toMatchObject({ kind, columns: across, rows: down, pages });
      expect(sum(grid.widths)).toBe(columns);
      expect(sum(grid.heights)).toBeLessThanOrEqual(rows);
    },
  );

  test('no pane is smaller than 30×5', () => {
    for (let hosts = 1; hosts <= 64; hosts += 1) {
      const grid = gridFor(hosts, { columns: 200, rows: 46 });
      if (grid.kind === 'cells') continue;
      expect(Math.min(...grid.widths)).toBeGreaterThanOrEqual(30);
      expect(Math.min(...grid.heights)).toBeGreaterThanOrEqual(5);
    }
  });
});

const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);
