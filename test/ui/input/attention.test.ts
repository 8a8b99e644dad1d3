import { expect, test } from 'vitest';
import { Attention } from '../../../src/ui/input/attention.ts';

/** Whether each of these keys, so many ms after the one before, is for the question. */
function keys(gaps: readonly number[], typing: boolean, before = 0): boolean[] {
  let now = 0;
  const attention = new Attention(() => now);
  attention.typed();
  now += before;
  return gaps.map((gap) => {
    now += gap;
    return attention.isFor(1, typing);
  });
}

test.each<[string, readonly number[], boolean, readonly boolean[]]>([
  ['where nothing was begun each key is for the question', [10, 10], false, [true, true]],
  ['who types on does not mean it', [100, 100, 100], true, [false, false, false]],
  ['after a pause one means it', [100, 600, 10], true, [false, true, true]],
  [
    'nobody types on for ever',
    Array(9).fill(400),
    true,
    [...Array(5).fill(false), ...Array(4).fill(true)],
  ],
])('%s', (_, gaps, typing, expected) => {
  expect(keys(gaps, typing)).toEqual(expected);
});

test('the next question has the keys at once when the one before had them', () => {
  let now = 0;
  const attention = new Attention(() => now);
  attention.typed();
  now += 600;
  expect(attention.isFor(1, true)).toBe(true);
  expect(attention.isFor(2, true)).toBe(true);
});

test('a line that is entered on the way is followed by what is typed on', () => {
  let now = 0;
  const attention = new Attention(() => now);
  attention.typed();
  now += 100;
  expect(attention.isFor(1, true)).toBe(false);
  now += 100;
  expect(attention.isFor(1, false)).toBe(false);
  now += 501;
  expect(attention.isFor(1, false)).toBe(true);
});
