import { expect, it } from 'vitest';
import { sparkline } from '../../src/domain/sparkline.ts';

it.each([
  [[1, 2, 3, 4, 5, 6, 7, 8], 8, '▁▂▃▄▅▆▇█'],
  [[5, 5, 5], 8, '▁▁▁'],
  [[0, 100, 0, 100], 2, '▁█'],
  [[], 8, ''],
])('the sparkline of %j in %i cells is %s', (values, width, line) => {
  expect(sparkline(values, width)).toBe(line);
});
