import { describe, expect, it } from 'vitest';
import { collect, heapSize, IdleShrink } from '../../src/app/idle-shrink.ts';

const mb = 1024 * 1024;
const [idle, busy] = [0.01, 0.3];

/** What becomes of a heap that has grown to so many MB at each look; collecting leaves 20. */
function looks(steps: readonly (readonly [share: number, grownTo: number])[]): number[] {
  let size = 0;
  const collected: number[] = [];
  const shrink = new IdleShrink(
    () => size * mb,
    () => {
      collected.push(size);
      size = 20;
    },
  );
  for (const [share, grownTo] of steps) {
    size = grownTo;
    shrink.look(share);
  }
  return collected;
}

describe('a process that does nothing', () => {
  it.each([
    ['gives back what the start has left', [[idle, 60]], [60]],
    ['does not while there is work', [[busy, 60]], []],
    [
      'does when the work is over',
      [
        [busy, 60],
        [busy, 130],
        [idle, 130],
      ],
      [130],
    ],
    [
      'does it once, as long as it does not grow',
      [
        [idle, 60],
        [idle, 20],
        [idle, 22],
        [idle, 27],
      ],
      [60],
    ],
    [
      'does it again when it has grown',
      [
        [idle, 60],
        [idle, 27],
        [idle, 28],
        [idle, 20],
      ],
      [60, 28],
    ],
  ] as const)('%s', (_, steps, collected) => {
    expect(looks(steps)).toEqual(collected);
  });

  it('has a smaller heap then', () => {
    let garbage: unknown[] | undefined = Array.from({ length: 200_000 }, (_, i) => ({ i }));
    const before = heapSize();
    expect(garbage.length).toBe(200_000);
    garbage = undefined;
    collect();
    expect(heapSize()).toBeLessThan(before - 4 * mb);
  });

  it('leaves no function to collect with to others', () => {
    collect();
    expect(Object.hasOwn(globalThis, 'gc')).toBe(false);
  });
});
