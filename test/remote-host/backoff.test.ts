import { expect, test } from 'vitest';
import { Backoff } from '../../src/remote-host/backoff.ts';

const waits = (backoff: Backoff, times: number) =>
  Array.from({ length: times }, () => backoff.next());

test('the waits grow to half a minute and stay there', () => {
  expect(waits(new Backoff(() => 0.5), 7)).toEqual([1000, 2000, 5000, 10000, 30000, 30000, 30000]);
});

test('a wait lies within a fifth of its step', () => {
  expect(waits(new Backoff(() => 0), 2)).toEqual([800, 1600]);
  expect(waits(new Backoff(() => 1), 2)).toEqual([1200, 2400]);
});

test('a connection that held starts the row again, a short one does not', () => {
  const backoff = new Backoff(() => 0.5);
  waits(backoff, 3);
  backoff.wasReady(29_000);
  expect(backoff.next()).toBe(10_000);
  backoff.wasReady(31_000);
  expect(backoff.next()).toBe(1000);
});
