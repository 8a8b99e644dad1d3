const steps = '▁▂▃▄▅▆▇█';

/** The newest `width` values from the least to the most of them, one cell each. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const least = Math.min(...shown);
  const range = Math.max(...shown) - least;
  return shown
    .map((value) => steps[range === 0 ? 0 : Math.round(((value - least) / range) * 7)])
    .join('');
}
