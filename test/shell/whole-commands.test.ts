import { expect, test } from 'vitest';
import { waitsFor, wholeCommands } from '../../src/shell/whole-commands.ts';

test.each([
  ['a\n\nb\n', ['a', 'b']],
  ['cat >f <<EOF\na\n\nb\nEOF\nls', ['cat >f <<EOF\na\n\nb\nEOF', 'ls']],
  ['f() {\n  a\n}\nf', ['f() {\n  a\n}', 'f']],
  ['for i in 1; do\n a\ndone\n\nb', ['for i in 1; do\n a\ndone', 'b']],
  ["echo 'a\nb", ["echo 'a\nb"]],
  ['ls |\n  sort', ['ls |\n  sort']],
  ['echo a \\\n  b\nc', ['echo a \\\n  b', 'c']],
  ['done\nfor i in 1; do\na; done', ['done', 'for i in 1; do\na; done']],
  [":light it's\n!echo '\n@web echo 'a\nb'", [":light it's", "!echo '", "@web echo 'a\nb'"]],
  ["# don't\nls", ["# don't", 'ls']],
])('%j is as many commands as it has whole ones', (text, commands) => {
  expect(wholeCommands(text)).toEqual(commands);
});

test('a quote that is never closed costs no more than a long text', () => {
  const text = `echo 'a${'\nit is'.repeat(200_000)}`;
  expect(wholeCommands(text)).toEqual([text]);
  const lines = Array.from({ length: 20_000 }, (_, i) => `done ${i}`);
  expect(wholeCommands(lines.join('\n'))).toEqual(lines);
});

test('only what is for the hosts waits', () => {
  expect(waitsFor("@web echo 'a")).toBe("'");
  expect(waitsFor(":light it's")).toBeUndefined();
  expect(waitsFor("!echo 'a")).toBeUndefined();
});
