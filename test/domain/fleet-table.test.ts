import { expect, it } from 'vitest';
import type { Columns } from '../../src/domain/columns.ts';
import { changedCells, fleetTable, shares, sorted } from '../../src/domain/fleet-table.ts';

const columns = (names: string, ...rows: string[]): Columns => ({
  names: names.split(' '),
  rows: rows.map((row) => row.split(' ')),
});

const table = fleetTable([
  ['web1', columns('fs use', '/dev/a 41%', '/dev/b 5%')],
  ['web2', undefined],
  ['web10', columns('fs use inodes', '/dev/a 9% 3')],
]);

it('is one table of what all hosts said, columns found by name', () => {
  expect(table.names).toEqual(['fs', 'use', 'inodes']);
  expect(table.rows.map(({ host, cells }) => [host, ...cells].join())).toEqual([
    'web1,/dev/a,41%,',
    'web1,/dev/b,5%,',
    'web10,/dev/a,9%,3',
  ]);
  expect(table.without).toEqual(['web2']);
});

it.each([
  [{ column: 1, descending: false }, ['5%', '9%', '41%']],
  [{ column: 1, descending: true }, ['41%', '9%', '5%']],
  [{ column: 2, descending: true }, ['9%', '41%', '5%']],
  [{ column: -1, descending: true }, ['9%', '41%', '5%']],
])('sorts by %o, numbers as numbers, nothing last', (order, wanted) => {
  expect(sorted(table.rows, order).map(({ cells }) => cells[1])).toEqual(wanted);
});

it('knows how far each number goes, percentages of a hundred', () => {
  expect(shares(table.rows, 1)).toEqual([0.41, 0.05, 0.09]);
  expect(shares(table.rows, 2)).toEqual([undefined, undefined, 1]);
  expect(shares(table.rows, 0)).toEqual([undefined, undefined, undefined]);
});

it('knows which cells have changed since the time before', () => {
  const at = (use: string) =>
    fleetTable([['web1', columns('fs use', '/dev/a 41%', `/dev/b ${use}`)]]);
  const changed = changedCells(at('6%'), at('5%'));
  expect([...changed].map(([{ cells }, at]) => [cells[0], ...at])).toEqual([['/dev/b', 1]]);
  expect(changedCells(at('5%'), at('5%')).size).toBe(0);
});
