import { describe, expect, test } from 'vitest';
import { type Anchor, scrolledAnchor, windowRows } from '../../src/ui/window-rows.ts';

/** Row 3 takes three rows of the screen, the others one. */
const lay = (index: number) => (index === 3 ? ['3a', '3b', '3c'] : [`${index}`]);

describe('a window onto ten rows', () => {
  test.each<[Anchor, number, string[], number]>([
    ['follow', 3, ['7', '8', '9'], 7],
    ['follow', 20, ['0', '1', '2', '3a', '3b', '3c', '4', '5', '6', '7', '8', '9'], 0],
    ['follow', 8, ['3b', '3c', '4', '5', '6', '7', '8', '9'], 3],
    [2, 3, ['2', '3a', '3b'], 2],
    [0, 2, ['0', '1'], 0],
    [9, 3, ['7', '8', '9'], 7],
    [99, 3, ['7', '8', '9'], 7],
  ])('from %s, %i high', (anchor, height, rows, first) => {
    expect(windowRows(10, anchor, height, lay)).toMatchObject({ rows, first });
  });

  test('that is scrolled back stays where it is when rows are added', () => {
    const before = windowRows(10, 2, 4, lay).rows;
    expect(windowRows(500, 2, 4, lay).rows).toEqual(before);
  });

  test('is empty without rows', () => {
    expect(windowRows(0, 'follow', 3, lay)).toEqual({ rows: [], first: 0, atEnd: true });
  });
});

describe('a page further', () => {
  test.each<[Anchor, 1 | -1, Anchor]>([
    ['follow', -1, 5],
    [5, -1, 3],
    [1, -1, 0],
    [0, 1, 2],
    [4, 1, 6],
    [6, 1, 'follow'],
    ['follow', 1, 'follow'],
  ])('from %s by %i', (anchor, pages, expected) => {
    expect(scrolledAnchor(windowRows(10, anchor, 3, lay), 10, 2 * pages, 3, lay)).toBe(expected);
  });

  test('back and forth ends where it follows', () => {
    let anchor: Anchor = 'follow';
    for (const by of [-1, -1, 1, 1, 1] as const)
      anchor = scrolledAnchor(windowRows(10, anchor, 4, lay), 10, 3 * by, 4, lay);
    expect(anchor).toBe('follow');
  });

  test('of a text that fits changes nothing', () => {
    expect(scrolledAnchor(windowRows(2, 'follow', 9, lay), 2, -8, 9, lay)).toBe('follow');
  });
});
