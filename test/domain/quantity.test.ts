import { expect, it } from 'vitest';
import { quantitiesIn } from '../../src/domain/quantity.ts';

it.each([
  ['load average: 0.10, 1.5, 2', ['0.10', '1.5', '2'], [0.1, 1.5, 2]],
  ['web01 v1.2 sda1 -3 41%', ['-3', '41%'], [-3, 41]],
  ['1.5G\t/var 900M', ['1.5G', '900M'], [1.5 * 1024 ** 3, 900 * 1024 ** 2]],
  ['2KiB 3 MB 12ms', ['2KiB', '3', '12'], [2048, 3, 12]],
  ['version 1.9.0 at 10.0.0.5', [], []],
  ['none', [], []],
])('the numbers in %j', (line, texts, values) => {
  expect(quantitiesIn([line]).map(({ text }) => text)).toEqual(texts);
  expect(quantitiesIn([line]).map(({ value }) => value)).toEqual(values);
});
