import { describe, expect, it } from 'vitest';
import { diffLines } from '../../src/domain/line-diff.ts';
import { stripStyle } from '../../src/domain/sgr.ts';
import { agreement } from '../../src/ui/agreement.ts';
import type { Difference } from '../../src/ui/block-diff.ts';
import { diffRows } from '../../src/ui/diff-rows.ts';
import { textWidth } from '../../src/ui/text-width.ts';
import { createTheme } from '../../src/ui/theme.ts';

function difference(a: string, b: string): Difference {
  const [one, two] = [a.split('\n'), b.split('\n')];
  const side = (host: string, lines: string[]) => ({
    host,
    lines: lines.map((text) => ({ text })),
  });
  const hunks = diffLines(one, two);
  return { baseline: side('a', one), other: side('b', two), hunks, equal: 0, cut: false };
}

const rows = (a: string, b: string, width = 40) =>
  diffRows(difference(a, b), width, createTheme(true));
const shown = (a: string, b: string) => rows(a, b).rows.map((row) => stripStyle(row).trimEnd());

describe('the rows of a difference', () => {
  it('fold what is equal but its edges, and number the lines of the baseline', () => {
    expect(shown('1\n2\n3\n4\nold\n6\n7\n8', '1\n2\n3\n4\nnew\n6\n7\n8')).toEqual([
      '        … 3 equal',
      '    4   4',
      '    5 - old',
      '      + new',
      '    6   6',
      '        … 2 equal',
    ]);
  });

  it('are only what came, or went', () => {
    expect(shown('a\nb', 'a\nx\nb')).toEqual(['    1   a', '      + x', '    2   b']);
    expect(shown('a\nx\nb', 'a\nb')).toEqual(['    1   a', '    2 - x', '    3   b']);
  });

  it('mark the words that changed', () => {
    const [, removed = '', added = ''] = rows('x\nlisten on port 80', 'x\nlisten on port 81').rows;
    expect(removed).toContain('\x1b[7m80\x1b[0m');
    expect(added).toContain('\x1b[7m81\x1b[0m');
  });

  it('say where each difference begins', () => {
    expect(rows('a\nb\nc\nd\ne', 'A\nb\nc\nd\nE').starts).toEqual([0, 5]);
  });

  it('are all as wide as they should be, however long or wide the lines', () => {
    const text = `${'漢字'.repeat(40)}\n${'x'.repeat(100)}`;
    for (const row of rows(text, `${text}y\nz`, 31).rows) expect(textWidth(row)).toBe(31);
  });
});

describe('agreement on each line', () => {
  it('counts the hosts of every block that has it', () => {
    const voices = [
      { hosts: 3, difference: difference('a\nb\nc', 'a\nc') },
      { hosts: 1, difference: difference('a\nb\nc', 'x\nb\nc') },
    ];
    expect(agreement(46, 3, voices)).toEqual([49, 47, 50]);
  });
});
