import { expect, test } from 'vitest';
import { clipboardSequence } from '../../../src/app/output/clipboard.ts';
import { copyLines } from '../../../src/app/output/copy-output.ts';

const sequence = '\x1b]52;c;w6QK\x07'; // `ä` and a line end

test.each([
  ['alone', {}, sequence],
  ['in tmux', { TMUX: '/tmp/tmux-0/default,1,0' }, `${sequence}\x1bPtmux;\x1b${sequence}\x1b\\`],
  ['under ssh in tmux', { TERM: 'tmux-256color' }, `${sequence}\x1bPtmux;\x1b${sequence}\x1b\\`],
  ['in screen', { STY: '1.pts', TERM: 'screen' }, `\x1bP${sequence}\x1b\\`],
])('the clipboard of a terminal %s', (_, env, bytes) => {
  expect(clipboardSequence('ä\n', env)).toBe(bytes);
});

test('screen gets a long one in pieces that it takes', () => {
  const parts = clipboardSequence('x'.repeat(3000), { STY: '1' }).split('\x1b\\').slice(0, -1);
  expect(parts.length).toBeGreaterThan(4);
  for (const part of parts) {
    expect(part.startsWith('\x1bP')).toBe(true);
    expect(part.length).toBeLessThan(768);
  }
});

async function* lines(...all: string[]) {
  yield* all;
}

test('whole lines are copied, as many as there is room for', async () => {
  expect(await copyLines(lines('ab', 'ä'), 6)).toEqual({ text: 'ab\nä\n', lines: 2, cut: false });
  expect(await copyLines(lines('ab', 'ä', 'c'), 6)).toEqual({
    text: 'ab\nä\n',
    lines: 2,
    cut: true,
  });
});
