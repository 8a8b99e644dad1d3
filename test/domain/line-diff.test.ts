import { describe, expect, it } from 'vitest';
import { changedWords, diffLines } from '../../src/domain/line-diff.ts';
import { seededRandom } from '../support/random.ts';

const lines = (text: string) => (text === '' ? [] : text.split(' '));
const shown = (a: string, b: string) =>
  diffLines(lines(a), lines(b)).map(
    ({ kind, a: [a0, a1], b: [b0, b1] }) => `${kind[0]} ${a0}-${a1} ${b0}-${b1}`,
  );

describe('the difference of two texts', () => {
  it.each([
    ['', '', []],
    ['a b c', 'a b c', ['e 0-3 0-3']],
    ['a b c', 'a x c', ['e 0-1 0-1', 'c 1-2 1-2', 'e 2-3 2-3']],
    ['a c', 'a b c', ['e 0-1 0-1', 'c 1-1 1-2', 'e 1-2 2-3']],
    ['a b c', 'a c', ['e 0-1 0-1', 'c 1-2 1-1', 'e 2-3 1-2']],
    ['', 'a b', ['c 0-0 0-2']],
    ['a b', '', ['c 0-2 0-0']],
    ['a b', 'c d', ['c 0-2 0-2']],
    ['a b c d e', 'b c x e y', ['c 0-1 0-0', 'e 1-3 0-2', 'c 3-4 2-3', 'e 4-5 3-4', 'c 5-5 4-5']],
  ])('of "%s" and "%s"', (a, b, hunks) => {
    expect(shown(a, b)).toEqual(hunks);
  });

  it('covers both texts in order, has equal lines where it says so, and is as short as can be', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 500; round++) {
      const text = () =>
        Array.from({ length: random.below(12) }, () => 'abcd'[random.below(4)] ?? '');
      const [a, b] = [text(), text()];
      const hunks = diffLines(a, b);
      let [atA, atB, equal] = [0, 0, 0];
      for (const hunk of hunks) {
        expect([hunk.a[0], hunk.b[0]]).toEqual([atA, atB]);
        [atA, atB] = [hunk.a[1], hunk.b[1]];
        if (hunk.kind === 'changed') continue;
        expect(a.slice(...hunk.a)).toEqual(b.slice(...hunk.b));
        equal += hunk.a[1] - hunk.a[0];
      }
      expect([atA, atB]).toEqual([a.length, b.length]);
      expect(equal).toBe(longestCommon(a, b));
    }
  });

  it('ends for texts that have nothing in common', () => {
    const many = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word}${i}`);
    expect(diffLines(many('a'), many('b'))).toEqual([
      { kind: 'changed', a: [0, 5000], b: [0, 5000] },
    ]);
  });
});

/** By the table, as the definition has it. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (const [i, x] of a.entries()) {
    for (const [j, y] of b.entries()) {
      const row = table[i + 1] as number[];
      row[j + 1] =
        x === y ? (table[i]?.[j] ?? 0) + 1 : Math.max(table[i]?.[j + 1] ?? 0, row[j] ?? 0);
    }
  }
  return table[a.length]?.[b.length] ?? 0;
}

describe('changed words', () => {
  it.each([
    ['port 22', 'port 2222', ['2222']],
    ['listen 80;', 'listen 8080 ssl;', ['8080 ssl']],
    ['same', 'same', []],
    ['a b', 'a b c', [' c']],
    ['größe=1', 'größe=2', ['2']],
  ])('of "%s" and "%s"', (a, b, words) => {
    expect(changedWords(a, b).map(([from, to]) => b.slice(from, to))).toEqual(words);
  });
});
