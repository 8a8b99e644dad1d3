import { expect, it } from 'vitest';
import { isSafe, safeText } from '../../src/domain/output.ts';
import { seededRandom } from '../support/random.ts';

it.each([
  ['web01.example.com', 'web01.example.com'],
  ['\x1b]0;owned\x07', '^[]0;owned^G'],
  ['\x1b[31mred', '^[[31mred'],
  ['\u009b2J', '\\x9b2J'],
  ['exe\u202egnp.', 'exe\\u202egnp.'],
  ['a\nb\r\n', 'a^Jb^M^J'],
  ['\x7f\x00', '^?^@'],
  ['\u2028', '\\u2028'],
  ['\u{e0041}x', '\\u{e0041}x'],
  ['a\tb', 'a       b'],
  ['12345678\tb\tc', '12345678        b       c'],
  ['grüße 你好 👍', 'grüße 你好 👍'],
  ['👍🏽 ☺\ufe0f', '👍 ☺'],
  ['\ud800', '\ufffd'],
])('%j is shown as %j', (text, shown) => {
  expect(safeText(text)).toBe(shown);
  expect(isSafe(shown)).toBe(true);
});

it.each(['', 'plain', '\x1b[31mred\x1b[0m', '\x1b[38;5;9m█\x1b[m', '你好 👍 🇩🇪'])(
  '%j is safe',
  (text) => {
    expect(isSafe(text)).toBe(true);
  },
);

it.each([
  '\n',
  '\t',
  '\r',
  'a\x1b',
  '\x1b[2J',
  '\x1b[?25l',
  '\x1b[31',
  '\x9b31m',
  '\u202e',
  '\u200f',
  '\x7f',
  '\u{e0041}',
  '\ud800',
  '\x1b[1\x1b[1mm',
])('%j is not safe', (text) => {
  expect(isSafe(text)).toBe(false);
});

it('makes any text safe', () => {
  const random = seededRandom(7);
  for (let round = 0; round < 5000; round++) {
    const units = Array.from({ length: random.below(30) }, () =>
      random.below(random.below(2) ? 0x100 : 0x10000),
    );
    const text = String.fromCharCode(...units);
    expect(isSafe(safeText(text)), JSON.stringify(text)).toBe(true);
  }
});
