import { expect, test } from 'vitest';
import { fitsWildcard } from '../../src/domain/wildcard.ts';

test.each([
  ['web01', 'web*', true],
  ['web', 'web*', true],
  ['we', 'web*', false],
  ['web01', '*', true],
  ['web01', 'web??', true],
  ['web1', 'web??', false],
  ['web01', '*01', true],
  ['web0101', '*01', true],
  ['web010', '*01', false],
  ['a.b.c', 'a*c', true],
  ['a.b.c', '*.*.*', true],
  ['a.b', '*.*.*', false],
  ['aab', '*ab', true],
  ['web.1', 'web?1', true],
  ['web+1', 'web+1', true],
  ['webb1', 'web+1', false],
  ['Web1', 'web*', false],
])('%s against %s: %s', (name, mask, fits) => {
  expect(fitsWildcard(name, mask)).toBe(fits);
});

test('a mask with many stars does not take forever', () => {
  expect(fitsWildcard('a'.repeat(255), `${'*a'.repeat(60)}b`)).toBe(false);
});
