import { describe, expect, test } from 'vitest';
import { exportedName, statements } from '../../src/remote-host/shell-statements.ts';

describe('the statements of a list', () => {
  test.each([
    ['', []],
    ['a=1\n', ['a=1']],
    ['a=1\nb=2', ['a=1', 'b=2']],
    ["a='1\n2'\nb=3\n", ["a='1\n2'", 'b=3']],
    ['a="1\n\\"2"\nb=3\n', ['a="1\n\\"2"', 'b=3']],
    ["a='x'\"'\"'y\nz'\nb=3\n", ["a='x'\"'\"'y\nz'", 'b=3']],
    ["a='x'\\''y\nz'\nb=3\n", ["a='x'\\''y\nz'", 'b=3']],
    ["a=$'it\\'s\n'\nb=3\n", ["a=$'it\\'s\n'", 'b=3']],
    ["a='\\'\nb=3\n", ["a='\\'", 'b=3']],
    ['a=\\\nb\nc=1\n', ['a=\\\nb', 'c=1']],
    ['a="it\'s\nb"\nc=\'"\'\n', ['a="it\'s\nb"', "c='\"'"]],
  ])('%j', (text, wanted) => {
    expect(statements(text)).toEqual(wanted);
  });
});

test.each([
  ['declare -x PWD="/root"', 'PWD'],
  ['declare -x OLDPWD', 'OLDPWD'],
  ['declare -rx TMOUT="5"', 'TMOUT'],
  ['export -i10 SHLVL=2', 'SHLVL'],
  ["export a='PWD'", 'a'],
  ["typeset -xr a='PWD'", 'a'],
  ['rm -rf /', undefined],
])('%s is about %s', (statement, name) => {
  expect(exportedName(statement)).toBe(name);
});
