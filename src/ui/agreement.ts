import type { Difference } from './block-diff.ts';

/** One block's hosts, and how its output differs from the largest block's. */
export interface Voice {
  readonly hosts: number;
  readonly difference: Difference;
}

/**
 * For each line of the largest block, counted from 0, how many of all hosts have it. The block's `own` hosts have them
 * all.
 */
export function agreement(own: number, lines: number, voices: readonly Voice[]): number[] {
  const counts = new Array<number>(lines).fill(own);
  for (const { hosts, difference } of voices) {
    for (const { kind, a } of difference.hunks) {
      if (kind === 'changed') continue;
      for (let i = a[0]; i < Math.min(a[1], lines); i++) counts[i] = (counts[i] ?? 0) + hosts;
    }
  }
  return counts;
}
