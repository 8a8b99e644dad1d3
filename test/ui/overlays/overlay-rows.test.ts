import { describe, expect, it } from 'vitest';
import { textLines } from '../../../src/ui/overlays/overlay-rows.ts';

const area = { columns: 30, rows: 10 };

const texts: [line: string, rows: string[]][] = [
  ['it fits to the last column', ['it fits to the last column']],
  [
    'i.yaml:1:1: the file cannot be read – check the path',
    ['i.yaml:1:1: the file', '  cannot be read – check', '  the path'],
  ],
  ['  web01 refused: no such user there', ['  web01 refused: no such', '    user there']],
  ['', ['']],
];

describe('the lines of an answer', () => {
  it.each(texts)('%j are shown whole', (line, rows) => {
    expect(textLines([line], area)).toEqual(rows);
  });

  it('fit between the borders, whatever they hold', () => {
    const rows = textLines(['x'.repeat(100), `${' '.repeat(40)}y`, '日本'.repeat(20)], area);
    expect(Math.max(...rows.map((row) => row.length))).toBeLessThanOrEqual(26);
    expect(rows.join('').replaceAll(' ', '')).toBe(`${'x'.repeat(100)}y${'日本'.repeat(20)}`);
  });
});
