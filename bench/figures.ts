export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const ms = (value: number): string =>
  `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** A line of the report: what was measured, the figure, and the ratio against a goal where there is one. */
export function report(
  name: string,
  figure: string,
  goal?: { readonly ratio: number; readonly at: number; readonly most: boolean },
): void {
  const verdict =
    goal &&
    `${goal.ratio.toFixed(2)} × (goal ${goal.most ? '≤' : '≥'} ${goal.at})  ${
      (goal.most ? goal.ratio <= goal.at : goal.ratio >= goal.at) ? 'reached' : 'NOT REACHED'
    }`;
  console.log(`${name.padEnd(58)} ${figure.padStart(16)}  ${verdict ?? ''}`);
}

export const pause = (time: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, time));
