import { render } from 'ink-testing-library';
import { expect, test } from 'vitest';
import { Rows } from '../../src/ui/rows.tsx';
import { assertSafeRows } from '../../src/ui/safe-rows.ts';

test('rows appear as they are', () => {
  const { lastFrame, rerender } = render(<Rows rows={['one  ', '你好 ']} width={5} />);
  expect(lastFrame()).toBe('one\n你好');
  rerender(<Rows rows={['three']} width={5} />);
  expect(lastFrame()).toBe('three');
});

test.each(['a\x1b[2Jb', 'a\rb', '\x1b]8;;http://x\x07', '\u202eabc'])(
  'a row that could steer the terminal is refused: %j',
  (row) => {
    expect(() => assertSafeRows(['fine', row])).toThrow('not safe for the terminal');
  },
);

test('colours are safe', () => {
  expect(() => assertSafeRows(['\x1b[1;31mred\x1b[0m ✗ 你好'])).not.toThrow();
});
