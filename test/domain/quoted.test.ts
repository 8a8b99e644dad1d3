import { expect, test } from 'vitest';
import { quoted } from '../../src/domain/quoted.ts';

test.each([
  ['web01', '`web01`'],
  ['größe', '`größe`'],
  ['a\u001b[31mb', '`a\\u{1b}[31mb`'],
  ['a\u202eb\u2028c', '`a\\u{202e}b\\u{2028}c`'],
  ['x'.repeat(60), `\`${'x'.repeat(60)}\``],
  ['x'.repeat(61), `\`${'x'.repeat(60)}…\``],
])('%j is shown as %s', (text, shown) => {
  expect(quoted(text)).toBe(shown);
});
