import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Watchdog } from '../../src/transport/watchdog.ts';

const times = { keepalive: 5000, every: 2500, suspectAfter: 15_000, lostAfter: 20_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch() {
  const told: string[] = [];
  let bytes = 0;
  const dog = new Watchdog(times, () => bytes, {
    suspect: (silence) => told.push(silence === undefined ? 'well' : `silent ${silence / 1000} s`),
    lost: () => told.push('lost'),
  });
  return { dog, told, hear: () => (bytes += 1) };
}

describe('a connection', () => {
  test('is suspect after 15 s without a byte, lost after 20, and that once', () => {
    const { told } = watch();
    vi.advanceTimersByTime(14_900);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(told).toEqual(['silent 15 s']);
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(['silent 15 s', 'lost']);
  });

  test('is well again with the next byte', () => {
    const { told, hear } = watch();
    vi.advanceTimersByTime(16_000);
    hear();
    vi.advanceTimersByTime(12_000);
    expect(told).toEqual(['silent 15 s', 'well']);
  });

  test('that says something now and then is never suspect', () => {
    const { told, hear } = watch();
    for (let i = 0; i < 50; i += 1) {
      vi.advanceTimersByTime(5000);
      hear();
    }
    expect(told).toEqual([]);
  });

  test('gets its time anew when we ourselves were stopped', () => {
    const { told } = watch();
    vi.advanceTimersByTime(5000);
    sleepFor(3_600_000);
    vi.advanceTimersByTime(14_000);
    expect(told).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['silent 15 s', 'lost']);
  });

  test('that was suspect stays so when we ourselves were stopped, and is well by its next byte', () => {
    const { told, hear } = watch();
    vi.advanceTimersByTime(16_000);
    sleepFor(3_600_000);
    vi.advanceTimersByTime(5000);
    expect(told).toEqual(['silent 15 s']);
    hear();
    vi.advanceTimersByTime(2500);
    expect(told).toEqual(['silent 15 s', 'well']);
  });

  test('is not watched any more once that is stopped', () => {
    const { dog, told } = watch();
    dog.stop();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** The clock goes on and no timer runs, as over a suspend. */
function sleepFor(ms: number): void {
  const now = performance.now();
  vi.spyOn(performance, 'now').mockImplementation(() => now + ms + (Date.now() - start));
  const start = Date.now();
}
