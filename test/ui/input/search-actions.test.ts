import { expect, test } from 'vitest';
import { nextHit } from '../../../src/ui/input/search-actions.ts';

const items = ['a', 'b', 'c', 'd'];
const found = [
  { host: 'a', lines: [5, 9], count: 2, to: 10 },
  { host: 'c', lines: [1], count: 1, to: 10 },
];
const at = (text: string | undefined) => {
  const [host = '', line = 0] = text?.split(':') ?? [];
  return text === undefined ? undefined : { host, line: Number(line) };
};

test.each([
  ['the first of all', undefined, undefined, 1, 'a:5'],
  ['the first from the cursor on', undefined, 'b', 1, 'c:1'],
  ['the first again where nothing is behind the cursor', undefined, 'd', 1, 'a:5'],
  ['the next on the host', 'a:5', 'a', 1, 'a:9'],
  ['the next host', 'a:9', 'a', 1, 'c:1'],
  ['the first behind the last', 'c:1', 'c', 1, 'a:5'],
  ['the one before on the host', 'a:9', 'a', -1, 'a:5'],
  ['the last of the host before', 'c:1', 'c', -1, 'a:9'],
  ['the last before the first', 'a:5', 'a', -1, 'c:1'],
] as const)('%s', (_, before, cursor, by, expected) => {
  expect(nextHit(found, at(before), { items, cursor }, by)).toEqual(at(expected));
});

test('there is none where nothing was found', () => {
  expect(nextHit([], undefined, { items, cursor: 'a' }, 1)).toBeUndefined();
});
