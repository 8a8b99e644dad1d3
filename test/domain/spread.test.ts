import { describe, expect, it } from 'vitest';
import { type Answer, spreads } from '../../src/domain/spread.ts';

const answers = (texts: readonly string[]): Answer[] =>
  texts.map((text, i) => ({ hosts: [`h${i + 1}`], lines: text.split('\n') }));

const shown = (texts: readonly string[]) =>
  spreads(answers(texts)).map(
    ({ line, least, median, most, hosts }) =>
      `${line}: ${least.text} ${least.host}, ${median}, ${most.text} ${most.host} of ${hosts}`,
  );

describe('the spread of numbers', () => {
  it('names the least, the middle and the most, and whose they are', () => {
    expect(shown(['load 1.5', 'load 0.2', 'load 12', 'load 2'])).toEqual([
      '0: 0.2 h2, 1.5, 12 h3 of 4',
    ]);
  });

  it('compares sizes by what they mean, and goes by the words around a number', () => {
    const df = (size: string, use: string) => `Filesystem Size Use%\n/dev/sda1   ${size}  ${use} /`;
    expect(shown([df('900M', '41%'), df('1.5G', '42%'), df('2T', '97%')])).toEqual([
      '1: 900M h1, 1.5G, 2T h3 of 3',
      '1: 41% h1, 42%, 97% h3 of 3',
    ]);
  });

  it('finds the same line where others stand before it', () => {
    expect(shown(['a 1', 'x\na 2', 'y\nz\na 3'])).toEqual(['0: 1 h1, 2, 3 h3 of 3']);
  });

  it('is none where fewer than three values are there, or the lines are not alike', () => {
    expect(shown(['a 1', 'a 2', 'a 2'])).toEqual([]);
    expect(shown(['a 1', 'b 2', 'c 3'])).toEqual([]);
    expect(shown(['v1.2.3', 'v1.2.4', 'v1.2.5'])).toEqual([]);
    expect(shown(['version=1.2.0', 'version=1.10.0', 'version=1.9.0'])).toEqual([]);
    expect(shown(['at 10.0.0.5', 'at 10.1.0.6', 'at 10.2.0.7'])).toEqual([]);
    expect(spreads([])).toEqual([]);
  });

  it('counts the hosts of each answer', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `n${count}-${i}`);
    const [spread] = spreads([
      { hosts: many(10), lines: ['x 5'] },
      { hosts: many(1), lines: ['x 1'] },
      { hosts: many(2), lines: ['x 9'] },
    ]);
    expect(spread).toMatchObject({ median: '5', hosts: 13, at: [2, 3] });
  });
});
