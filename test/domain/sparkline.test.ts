import { expect, it } from 'vitest';
import { numbersIn, sparkline } from '../../src/domain/sparkline.ts';

it.each([
  [[1, 2, 3, 4, 5, 6, 7, 8], 8, '▁▂▃▄▅▆▇█'],
  [[5, 5, 5], 8, '▁▁▁'],
  [[0, 100, 0, 100], 2, '▁█'],
  [[], 8, ''],
])('the sparkline of %j in %i cells is %s', (values, width, line) => {
  expect(sparkline(values, width)).toBe(line);
});

it.each([
  ['load average: 0.10, 1.5, 2', [0.1, 1.5, 2]],
  ['web01 v1.2 sda1 -3 41%', [-3, 41]],
  ['none', []],
])('the numbers in "%s"', (line, numbers) => {
  expect(numbersIn([line])).toEqual(numbers);
});
