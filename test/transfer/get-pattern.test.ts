import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { fitsPattern, isWild, literalText, readPattern } from '../../src/transfer/get-pattern.ts';

const patterns = [
  '*',
  'a*',
  '*a',
  '*a*b*',
  '?',
  '??',
  '[ab]',
  '[!ab]',
  '[^ab]',
  '[a-c]x',
  '[z-a]',
  '[]a]',
  '[!]a]',
  '[a-]',
  '[-a]',
  '[a\\]]',
  '[a\\-c]',
  '[[:digit:]]*',
  '[![:digit:]x]',
  '[[:upper:]_]*',
  '[',
  '[a',
  '[]',
  '[!]',
  'a[',
  '\\*',
  '\\[a]',
  'a\\?',
  '*.conf',
  '.*',
  'a.b',
];

const names = [
  ...['a', 'b', 'c', 'd', '-', ']', '[', '*', '!', '^', 'x', '1', 'A', '_', '.'],
  ...['ab', 'aab', 'axbx', 'xaxb', 'ax', 'bx', 'zx', '[a', '[a]', 'a[', '[]', '[!]', 'a?', 'ab?'],
  ...['1x', '22', 'Ab', 'a.conf', '.conf', 'a.b', 'axb', '.a'],
];

describe('a pattern', () => {
  it('fits what it fits in a POSIX shell', () => {
    const script = 'for p do for n in $names; do case $n in $p) echo "$p $n"; esac; done; done';
    const { stdout } = spawnSync('bash', ['-f', '-c', `LC_ALL=C; ${script}`, 'sh', ...patterns], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, names: names.join(' ') },
    });
    const ours = patterns.flatMap((pattern) =>
      names
        .filter((name) => fitsPattern(name, readPattern(pattern)))
        .map((name) => `${pattern} ${name}`),
    );
    expect(stdout.split('\n').length).toBeGreaterThan(100);
    expect(ours).toEqual(stdout.trimEnd().split('\n'));
  });

  it('takes a character of several bytes for one', () => {
    expect(fitsPattern('🙂', readPattern('?'))).toBe(true);
    expect(fitsPattern('ü', readPattern('[à-ü]'))).toBe(true);
    expect(fitsPattern('a\nb', readPattern('a?b'))).toBe(true);
  });

  it('is soon done with a name that was made to take long', () => {
    const name = 'a'.repeat(200_000);
    expect(fitsPattern(name, readPattern('*a*a*a*a*a*b'))).toBe(false);
    expect(fitsPattern(name, readPattern('*a*a*a*a*a*'))).toBe(true);
  });

  it.each([
    ['plain', 'plain'],
    ['a\\*b', 'a*b'],
    ['\\[x]', '[x]'],
    ['a[1', 'a[1'],
    ['end\\', 'end\\'],
    ['\\\\', '\\'],
  ])('%s is none, and says %s', (text, says) => {
    expect(isWild(text)).toBe(false);
    expect(literalText(text)).toBe(says);
  });
});
