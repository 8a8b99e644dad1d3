import { expect, it } from 'vitest';
import { OutputHash } from '../../src/domain/output-hash.ts';

/** A line that begins with `!` is one of stderr. */
function hashOf(lines: readonly string[], look = false): string {
  const hash = new OutputHash();
  for (const line of lines) {
    hash.line(line.replace(/^!/, ''), line.startsWith('!'));
    if (look) hash.value;
  }
  return hash.value;
}

it.each<[string, string[], string[]]>([
  ['other text', ['a'], ['b']],
  ['another order', ['a', 'b'], ['b', 'a']],
  ['another cut', ['ab', 'c'], ['a', 'bc']],
  ['one line more', ['a'], ['a', '']],
  ['an empty line', [], ['']],
  ['the other stream', ['a'], ['!a']],
  ['streams exchanged', ['a', '!b'], ['b', '!a']],
  ['NUL or nothing', ['a'], ['a\0']],
  [
    'one character in the middle of a long line',
    ['x'.repeat(5000)],
    [`${'x'.repeat(2500)}y${'x'.repeat(2499)}`],
  ],
  ['other characters beyond ASCII', ['你'], ['妳']],
])('differs for %s', (_, one, other) => {
  expect(hashOf(one)).not.toBe(hashOf(other));
});

it('is empty without a line', () => {
  expect(hashOf([])).toBe('');
});

it('does not depend on how the streams were mixed', () => {
  expect(hashOf(['a', '!x', 'b', '!y'])).toBe(hashOf(['!x', '!y', 'a', 'b']));
});

it('does not depend on when it is looked at, over long and short lines', () => {
  const lines = Array.from(
    { length: 500 },
    (_, i) => `${i} ${'wörter 👍 '.repeat((i * 37) % 900)}`,
  );
  expect(hashOf(lines, true)).toBe(hashOf(lines));
});

it('is the same for lines that come as bytes, many at once', () => {
  const lines = Array.from({ length: 300 }, (_, i) => `${i} ${'wörter '.repeat((i * 37) % 900)}`);
  const some = (from: number, to: number) =>
    Buffer.from(
      lines
        .slice(from, to)
        .map((line) => `${line}\n`)
        .join(''),
    );
  for (const middle of [0, 1, 7, 150, 300]) {
    const hash = new OutputHash();
    hash.lines(some(0, middle), false);
    hash.line('told apart', true);
    hash.lines(some(middle, 300), false);
    expect(hash.value).toBe(hashOf([...lines, '!told apart']));
  }
});

it('changes with every line, and is another one for 50,000 different outputs', () => {
  const seen = new Set<string>();
  const hash = new OutputHash();
  for (let i = 0; i < 25_000; i++) {
    hash.line('the same', false);
    seen.add(hash.value).add(hashOf([`line ${i}`]));
  }
  expect(seen.size).toBe(50_000);
});
