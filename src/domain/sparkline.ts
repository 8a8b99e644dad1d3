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

const number = /(?<![\w.])[-+]?\d+(?:\.\d+)?/g;

/** The numbers in these lines, in their order. */
export const numbersIn = (lines: readonly string[]): number[] =>
  lines.flatMap((line) => line.match(number) ?? []).map(Number);
