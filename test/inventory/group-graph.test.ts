import { describe, expect, it } from 'vitest';
import { groupCycles, groupDepths } from '../../src/inventory/group-graph.ts';
import { seededRandom } from '../support/random.ts';

const graph = (text: string) =>
  new Map(
    text.split(' ').map((part): [string, string[]] => {
      const [name = '', children = ''] = part.split(':');
      return [name, [...children]];
    }),
  );

const cycles: [text: string, found: string[]][] = [
  ['a:b b:c c:', []],
  ['a:a', ['a by a, from a']],
  ['a:b b:a', ['a by b, from b']],
  ['a:b b:c c:a', ['a by b, from c']],
  ['a:bc b:d c:d d:', []],
  ['a:b b:cd c:b d:a', ['b by c, from c', 'a by b, from d']],
  ['a:b b:b c:c', ['b by b, from b', 'c by c, from c']],
];

describe('groups of groups', () => {
  it.each(cycles)('%s: those that hold themselves', (text, found) => {
    const told = groupCycles(graph(text)).map(
      ({ group, via, last }) => `${group} by ${via}, from ${last}`,
    );
    expect(told).toEqual(found);
  });

  it('have depths, by the longest way down', () => {
    expect(Object.fromEntries(groupDepths(graph('a:bc b:c c:d d: e:')))).toEqual({
      a: 1,
      b: 2,
      c: 3,
      d: 4,
      e: 1,
    });
  });

  it('hold nobody twice any more when the last steps of all circles are cut', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 200; round += 1) {
      const names = [...'abcdefgh'];
      const all = new Map(
        names.map((name) => [name, names.filter(() => random.below(4) === 0)] as const),
      );
      const found = groupCycles(all);
      const cut = new Map(
        [...all].map(([name, children]) => [
          name,
          children.filter(
            (child) => !found.some(({ group, last }) => group === child && last === name),
          ),
        ]),
      );
      expect(groupCycles(cut)).toEqual([]);
      expect(groupDepths(cut).size).toBe(names.length);
    }
  });

  it('may form a long chain', () => {
    const chain = new Map(
      Array.from({ length: 100_000 }, (_, n): [string, string[]] => [`g${n}`, [`g${n + 1}`]]),
    );
    expect(groupCycles(chain)).toEqual([]);
    expect(groupDepths(chain).get('g99999')).toBe(100_000);
  });
});
