import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/domain/failure.ts';
import { searchPattern } from '../../src/domain/search-pattern.ts';

describe('what is searched', () => {
  test.each([
    ['nginx', 'restart NGINX now', [[8, 13]]],
    ['Nginx', 'restart nginx now', []],
    [
      'Nginx',
      'Nginx and Nginx',
      [
        [0, 5],
        [10, 15],
      ],
    ],
    [
      'a.b',
      'a.b axb A.B',
      [
        [0, 3],
        [8, 11],
      ],
    ],
    [
      '(x|',
      '(x| (X|',
      [
        [0, 3],
        [4, 7],
      ],
    ],
    [
      '\\d',
      'the \\d and \\D',
      [
        [4, 6],
        [11, 13],
      ],
    ],
    ['50%', '41% 50%', [[4, 7]]],
    ['ÄH', 'äh ÄH', [[3, 5]]],
    [
      'äh',
      'äh ÄH',
      [
        [0, 2],
        [3, 5],
      ],
    ],
    ['/var/log', 'in /var/log', [[3, 11]]],
    [
      '/err(or)?/',
      'Error err',
      [
        [0, 5],
        [6, 9],
      ],
    ],
    ['/Err\\S+/', 'Error error', [[0, 5]]],
    [
      '/x\\S/',
      'XY xy',
      [
        [0, 2],
        [3, 5],
      ],
    ],
    ['🙂', 'a 🙂 b', [[2, 4]]],
  ])('%j in %j', (source, text, places) => {
    const pattern = searchPattern(source);
    expect(pattern.places(text).map(({ from, to }) => [from, to])).toEqual(places);
    expect(pattern.matches(text)).toBe(places.length > 0);
  });

  test.each(['', '/(/', 'x'.repeat(100_000)])('%.9j is refused', (source) => {
    expect(() => searchPattern(source)).toThrow(UsageError);
  });
});
