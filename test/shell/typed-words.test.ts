import { describe, expect, it } from 'vitest';
import { pathOf } from '../../src/shell/growing-word.ts';
import { splitWords } from '../../src/shell/split-words.ts';
import { typedWords } from '../../src/shell/typed-words.ts';

describe('the words of a line that is being typed', () => {
  it.each<[string, readonly string[], string]>([
    ['', [], ''],
    ['a', [], 'a'],
    ['  a  ', ['a'], ''],
    ['a b', ['a'], 'b'],
    ["'a b' c", ['a b'], 'c'],
    ["'a b", [], 'a b'],
    ['"a \\" b', [], 'a " b'],
    ['"a \\n b', [], 'a \\n b'],
    ['a\\ b c\\', [], '(in an escape)'],
    ["'' x", [''], 'x'],
    ['a"b"\'c\' d', ['abc'], 'd'],
    ['$x *;|& y', ['$x', '*;|&'], 'y'],
  ])('of %s', (line, finished, current) => {
    const words = typedWords(line);
    expect(words?.current.value ?? '(in an escape)').toBe(current);
    expect(words?.finished ?? []).toEqual(finished);
  });

  it('are those that the line will have', () => {
    const lines = ["a 'b c' d\\ e", '"x \\$ y" \'\' z', 'a\\\\ "\\\\" b', "it\\'s 'a'\\''b'"];
    for (const line of lines) expect(typedWords(`${line} `)?.finished).toEqual(splitWords(line));
  });

  it.each([
    ['x /a/b', { folder: '/a/', prefix: 'b', from: 5, context: 'plain' }],
    ["x '/a b/c", { folder: '/a b/', prefix: 'c', from: 8, context: 'single' }],
    ['x "/a"/b', { folder: '/a/', prefix: 'b', from: 7, context: 'plain' }],
    ['x a\\ b/c', { folder: 'a b/', prefix: 'c', from: 7, context: 'plain' }],
    ['x "a', { folder: '', prefix: 'a', from: 3, context: 'double' }],
  ])('end in a path: %s', (line, path) => {
    const words = typedWords(line);
    expect(words && pathOf(words.current)).toEqual(path);
  });

  it('have a path behind the sign of an option', () => {
    const words = typedWords('--local=a/b=c');
    expect(words && pathOf(words.current, '--local='.length)).toEqual({
      folder: 'a/',
      prefix: 'b=c',
      from: 10,
      context: 'plain',
    });
    const bare = typedWords('-local=ab');
    expect(bare && pathOf(bare.current, 7)).toMatchObject({ folder: '', prefix: 'ab', from: 7 });
  });
});
