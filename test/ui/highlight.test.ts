import { expect, test } from 'vitest';
import { searchPattern } from '../../src/domain/search-pattern.ts';
import { stripStyle } from '../../src/domain/sgr.ts';
import { highlighted } from '../../src/ui/highlight.ts';

test.each([
  ['plain', 'x', 'plain'],
  ['an error here', 'error', 'an <7>error<> here'],
  ['aaa', 'a', '<7>aaa<>'],
  ['<31>red and error<> end', 'error', '<31>red and <><7;31>error<> end'],
  ['a<31>b<32>c<>d', 'bc', 'a<7;31>b<><7;32>c<>d'],
  ['a<31>b<32>c<>d', 'abcd', '<7>a<><7;31>b<><7;32>c<><7>d<>'],
  ['<7>inverse<> error', 'error', '<7>inverse<> <7>error<>'],
])('%j with %j found', (text, source, expected) => {
  const styled = text.replaceAll(/<([\d;]*)>/g, '\x1b[$1m').replaceAll('\x1b[m', '\x1b[0m');
  const shown = highlighted(styled, searchPattern(source));
  expect(shown.replaceAll('\x1b[0m', '<>').replaceAll(/\x1b\[([\d;]*)m/g, '<$1>')).toBe(expected);
  expect(stripStyle(shown)).toBe(stripStyle(styled));
});
