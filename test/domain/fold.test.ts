import { describe, expect, test } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import { expand } from '../../src/domain/node-set.ts';
import { randomNames } from '../support/random-names.ts';

describe('fold', () => {
  test.each([
    ['', ''],
    ['bastion', 'bastion'],
    ['web1', 'web1'],
    ['web1 web2', 'web[1-2]'],
    ['web1 web3', 'web[1,3]'],
    ['web3 web1 web2 web1', 'web[1-3]'],
    ['web01 web02 db02 db01', 'db[01-02],web[01-02]'],
    ['web1 web2 web03 web04', 'web[1-2,03-04]'],
    ['web08 web09 web10 web11', 'web[08-11]'],
    ['web8 web9 web10', 'web[8-10]'],
    ['web99 web100', 'web[99-100]'],
    ['web098 web99 web100', 'web[99,098,100]'],
    ['web098 web099 web100', 'web[098-100]'],
    ['web9 web10 web09 web010 web011 web8 web99 web100', 'web[8-9,09-10,99,010-011,100]'],
    ['web0 web1 web00 web01', 'web[0-1,00-01]'],
    ['r1n1 r1n2 r2n1 r2n2', 'r[1-2]n[1-2]'],
    ['r1n1 r1n2 r2n1', 'r1n[1-2],r2n1'],
    ['10.0.0.1 10.0.0.2 10.0.1.1 10.0.1.2', '10.0.[0-1].[1-2]'],
    ['b web1 a web-1 web1x z9 Web1', 'Web1,a,b,web1,web1x,web-1,z9'],
    ['a%b1 a%b2', 'a%b[1-2]'],
    ['a1 a%s', 'a%s,a1'],
    ['n9999999999999998 n9999999999999999', 'n[9999999999999998,9999999999999999]'],
  ])('%j is %s', (names, folded) => {
    expect(fold(names.split(' ').filter(Boolean))).toBe(folded);
  });

  test('takes any iterable', () => {
    expect(fold(new Set(['web2', 'web1']))).toBe('web[1-2]');
    expect(fold(new Map([['web1', 0]]).keys())).toBe('web1');
  });

  test('400 random sets come back whole, each name once', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const names = randomNames(seed);
      const folded = fold(names);
      const again = folded === '' ? [] : expand(folded);
      expect(again.toSorted(), `seed ${seed}: ${folded}`).toEqual([...new Set(names)].sort());
    }
  });

  test('the order of the names does not matter', () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      const names = randomNames(seed);
      expect(fold(names.toReversed()), `seed ${seed}`).toBe(fold(names));
    }
  });

  test.each(['web[000001-200000]', 'r[1-500]n[1-400]', '10.[0-3].[0-199].[1-250]'])(
    'the 200,000 names of %s fold to it again',
    (text) => {
      expect(fold(expand(text))).toBe(text);
    },
  );
});
