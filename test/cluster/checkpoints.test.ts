import { describe, expect, it } from 'vitest';
import { Checkpoints } from '../../src/cluster/checkpoints.ts';

const kb = 1024;

/** As an output of so many KB has them, a line in each KB. */
function ofOutput(size: number): Checkpoints<{ line: number }> {
  const places = new Checkpoints<{ line: number }>();
  for (let line = 0; line < size; line++) {
    if (places.isDue(line * kb)) places.add(line * kb, { line });
  }
  return places;
}

/** How far back reading has to begin for each of these lines, and how many places there are. */
function gaps(places: Checkpoints<{ line: number }>, size: number): [most: number, count: number] {
  const lines = Array.from({ length: size }, (_, line) => places.before(line)?.line ?? Number.NaN);
  const most = lines.reduce((gap, from, line) => Math.max(gap, line - from), 0);
  return [most, new Set(lines).size];
}

describe('the places where reading back can start', () => {
  it.each([
    [1, 0, 1],
    [64, 63, 1],
    [65, 63, 2],
    [8000, 63, 125],
  ])('are every 64 KB of an output of %d KB', (size, most, count) => {
    expect(gaps(ofOutput(size), size)).toEqual([most, count]);
  });

  it('stay as many in an output of any length, evenly spread', () => {
    const size = 100_000;
    const [most, count] = gaps(ofOutput(size), size);
    expect(count).toBeLessThanOrEqual(128);
    expect(count).toBeGreaterThan(32);
    expect(most).toBeLessThan(4096);
  });

  it('become few where they are seldom needed, and the beginning stays', () => {
    const places = ofOutput(10_000);
    places.thin();
    const [most, count] = gaps(places, 10_000);
    expect(count).toBeLessThanOrEqual(16);
    expect(most).toBeLessThan(2000);
    expect(places.before(0)).toEqual({ line: 0 });
  });

  it('are none before the first', () => {
    expect(new Checkpoints().before(7)).toBeUndefined();
  });
});
