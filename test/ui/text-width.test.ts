import { describe, expect, test } from 'vitest';
import { cut, pad, textWidth, toWidth, wordWrap, wrap } from '../../src/ui/text-width.ts';

const red = (text: string) => `\x1b[31m${text}\x1b[0m`;

describe('a text is cut and padded to an exact number of cells', () => {
  test.each([
    ['abc', 5, 'abc  '],
    ['abcdef', 4, 'abc…'],
    ['abc', 3, 'abc'],
    ['你好吗', 6, '你好吗'],
    ['你好吗', 5, '你好…'],
    ['你好吗', 4, '你 …'],
    ['abc', 1, 'a'],
    ['', 2, '  '],
    [red('abc'), 5, `${red('abc')}  `],
  ])('%j in %i cells', (text, columns, expected) => {
    expect(toWidth(text, columns)).toBe(expected);
    expect(textWidth(toWidth(text, columns))).toBe(columns);
  });

  test('a style that is cut off is closed', () => {
    expect(cut(red('abcdef'), 3)).toBe(red('abc'));
  });

  test('a wide character that would stick out leaves a blank', () => {
    expect(pad('a你', 2)).toBe('a ');
  });
});

describe('a long line is wrapped, nothing of it is lost', () => {
  test.each<[string, number, string[]]>([
    ['abcdef', 4, ['abcd', 'ef']],
    ['', 4, ['']],
    ['a你好b', 3, ['a你', '好b']],
    ['你好', 3, ['你', '好']],
    [red('abcdef'), 4, [red('abcd'), red('ef')]],
  ])('%j at %i', (text, columns, expected) => {
    expect(wrap(text, columns)).toEqual(expected);
  });

  test('each row opens the style that is in force and closes it', () => {
    expect(wrap('\x1b[1mab\x1b[31mcd', 2)).toEqual([
      '\x1b[1mab\x1b[31m\x1b[0m',
      '\x1b[1;31mcd\x1b[0m',
    ]);
  });
});

test.each<[string, number, string[]]>([
  ['login refused for deploy', 14, ['login refused', 'for deploy']],
  ['a /very/long/path', 6, ['a', '/very/', 'long/p', 'ath']],
  ['one\ntwo', 10, ['one', 'two']],
])('prose is broken at spaces: %j at %i', (text, columns, expected) => {
  expect(wordWrap(text, columns)).toEqual(expected);
});
