import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/transfer/at-once.ts';
import { InFlight } from '../../src/transfer/in-flight.ts';
import { isSameTime } from '../../src/transfer/same-time.ts';

/** Work that notes how much of it is under way. */
function counted() {
  const seen = { now: 0, most: 0, done: 0 };
  const work = async () => {
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    await setImmediate();
    seen.now -= 1;
    seen.done += 1;
  };
  return { seen, work };
}

describe('work on many things', () => {
  it('is done on all of them, so many at once', async () => {
    const { seen, work } = counted();
    await atOnce(3, Array.from({ length: 10 }), work);
    expect(seen).toEqual({ now: 0, most: 3, done: 10 });
  });

  it('ends with its first error, when what is under way has settled', async () => {
    const { seen, work } = counted();
    const failing = async (n: number) => {
      await work();
      if (n === 2) throw new Error('two');
    };
    await expect(atOnce(2, [1, 2, 3, 4, 5, 6], failing)).rejects.toThrow('two');
    expect(seen.now).toBe(0);
    expect(seen.done).toBeLessThan(6);
  });
});

describe('requests under way', () => {
  it('are so many at most', async () => {
    const { seen, work } = counted();
    const flight = new InFlight(4);
    for (let n = 0; n < 20; n += 1) await flight.add(work);
    await flight.done();
    expect(seen).toEqual({ now: 0, most: 4, done: 20 });
  });

  it('end with the first that fails: no further one is started', async () => {
    const flight = new InFlight(1);
    await flight.add(async () => {
      throw new Error('first');
    });
    let started = false;
    const next = flight.add(async () => {
      started = true;
    });
    await expect(next).rejects.toThrow('first');
    await expect(flight.done()).rejects.toThrow('first');
    expect(started).toBe(false);
  });
});

describe('a time of change', () => {
  const now = Date.now() / 1000;
  it.each([
    ['equal to the second, long ago', now - 100.2, Math.floor(now - 100.2), true],
    ['another second', now - 100, now - 102, false],
    ['within the last seconds: it may have changed again', now - 1, now - 1, false],
    ['in the future', now + 100, now + 100, false],
  ])('%s proves the same file: %#', (_, one, other, same) => {
    expect(isSameTime(one, other)).toBe(same);
  });
});
