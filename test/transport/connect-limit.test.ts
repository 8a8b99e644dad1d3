import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConnectLimit } from '../../src/transport/connect-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Something that is waited for. */
function pending() {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { wait: () => promise, resolve: () => resolve('answer') };
}

describe('the time for a connection', () => {
  test('is over after its milliseconds', () => {
    const limit = new ConnectLimit(1000);
    vi.advanceTimersByTime(999);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.signal.aborted).toBe(true);
  });

  test('does not run while somebody is asked, and goes on behind it', async () => {
    const limit = new ConnectLimit(1000);
    const question = pending();
    vi.advanceTimersByTime(600);
    const answer = limit.without(question.wait);
    vi.advanceTimersByTime(100_000);
    expect(limit.signal.aborted).toBe(false);
    question.resolve();
    expect(await answer).toBe('answer');
    vi.advanceTimersByTime(399);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(2);
    expect(limit.signal.aborted).toBe(true);
  });

  test('stands still until the last of several questions is answered', async () => {
    const limit = new ConnectLimit(1000);
    const first = pending();
    const second = pending();
    const answers = [limit.without(first.wait), limit.without(second.wait)];
    first.resolve();
    await answers[0];
    vi.advanceTimersByTime(100_000);
    expect(limit.signal.aborted).toBe(false);
    second.resolve();
    await answers[1];
    vi.advanceTimersByTime(1001);
    expect(limit.signal.aborted).toBe(true);
  });

  test('goes on when a question fails', async () => {
    const limit = new ConnectLimit(1000);
    await expect(limit.without(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    vi.advanceTimersByTime(1001);
    expect(limit.signal.aborted).toBe(true);
  });

  test('leaves no timer behind once it is stopped, also while somebody is asked', async () => {
    const limit = new ConnectLimit(1000);
    const question = pending();
    const answer = limit.without(question.wait);
    limit.stop();
    question.resolve();
    await answer;
    expect(vi.getTimerCount()).toBe(0);
    expect(limit.signal.aborted).toBe(false);
  });
});
