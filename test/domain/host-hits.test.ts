import { expect, test } from 'vitest';
import { joinedHits, mostHits } from '../../src/domain/host-hits.ts';

const a = { host: 'a', lines: [900, 950], count: 2, to: 1000 };

test('hits that come later stand where they belong', () => {
  const early = { host: 'a', lines: [3, 910], count: 70, to: 900 };
  expect(joinedHits(a, early)).toEqual({
    host: 'a',
    lines: [3, 900, 910, 950],
    count: 72,
    to: 1000,
  });
  expect(joinedHits(undefined, early)).toBe(early);
});

test('of very many not all are kept, but all are counted', () => {
  const lines = Array.from({ length: 6000 }, (_, i) => i);
  const joined = joinedHits(a, { host: 'a', lines, count: 9000, to: 5 });
  expect(joined.count).toBe(9002);
  expect(joined.lines).toHaveLength(5000);
});

test.each([
  [1, 1000],
  [50, 1000],
  [500, 100],
  [5000, 20],
])('of each of %i hosts at most %i line numbers are told', (hosts, most) => {
  expect(mostHits(hosts)).toBe(most);
});
