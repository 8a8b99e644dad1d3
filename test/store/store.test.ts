import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { initialState } from '../../src/store/initial-state.ts';
import type { Message } from '../../src/store/message.ts';
import { createStore, type Store } from '../../src/store/store.ts';
import { exited, runOf } from '../support/run-of.ts';

const output = { bytes: 5, lines: 1, errorLines: 0, hash: 'x' };
let store: Store;
let told: number;

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 });
  store = createStore(initialState({ columns: 80, rows: 24 }, 1000));
  told = 0;
  store.subscribe(() => {
    told += 1;
  });
});

afterEach(() => {
  store.close();
  vi.useRealTimers();
});

const start = (startedAt = 1000): Message => ({
  type: 'run-started',
  run: runOf({ a: {}, b: {} }, { startedAt }),
});
const end = (host: string): Message => ({
  type: 'host-ended',
  run: 'run-1',
  host,
  outcome: exited(0),
  ms: 1,
  output,
  now: Date.now(),
});
let lines = 0;
const said = (host = 'a'): Message => ({
  type: 'output',
  run: 'run-1',
  host,
  output: { ...output, lines: ++lines },
});

describe('what the operator does', () => {
  it('is told at once', () => {
    store.act({ type: 'focus', focus: 'grid' });
    expect(told).toBe(1);
    expect(store.state().focus).toBe('grid');
    expect(store.version()).toBe(1);
  });

  it('is not told when it changes nothing', () => {
    store.act({ type: 'focus', focus: 'prompt' });
    expect(told).toBe(0);
  });

  it('takes along what the hosts said before', () => {
    store.act(start());
    store.take([said()]);
    told = 0;
    store.act({ type: 'focus', focus: 'grid' });
    vi.advanceTimersByTime(100);
    expect(told).toBe(1);
  });
});

describe('what the hosts say', () => {
  beforeEach(() => store.act(start()));

  it('is in the state at once', () => {
    store.take([said('b')]);
    expect(store.state().runs[0]?.hostRuns.get('b')?.output.lines).toBe(lines);
  });

  it('is told at most every 33 ms, however often it comes', () => {
    told = 0;
    for (let ms = 0; ms < 165; ms++) {
      store.take([said()]);
      vi.advanceTimersByTime(1);
    }
    expect(told).toBe(5);
  });

  it('is told soon after a silence', () => {
    vi.advanceTimersByTime(150);
    told = 0;
    store.take([said()]);
    vi.advanceTimersByTime(1);
    expect(told).toBe(1);
  });

  it('is told less often where drawing is dear, so that half of the time is left', () => {
    store.frameTook(50);
    told = 0;
    for (let ms = 0; ms < 500; ms++) {
      store.take([said()]);
      vi.advanceTimersByTime(1);
    }
    expect(told).toBe(5);
  });

  it('is told when only lines came, as those that were read back', () => {
    vi.advanceTimersByTime(150);
    told = 0;
    store.lines.takeStretch('run-1', 'a', 0, [{ text: 'x' }]);
    vi.advanceTimersByTime(33);
    expect(told).toBe(1);
  });

  it('is not told when it is nothing new', () => {
    store.take([end('a'), end('b')]);
    vi.advanceTimersByTime(2000);
    told = 0;
    store.take([said(), end('a')]);
    vi.advanceTimersByTime(2000);
    expect(told).toBe(0);
  });
});

describe('time', () => {
  it('moves on while a run is going, and stands still after it', () => {
    store.act(start());
    vi.advanceTimersByTime(1000);
    expect(store.state().now).toBe(2000);
    expect(told).toBeGreaterThan(3);
    store.take([end('a'), end('b')]);
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('moves on each second only when the run is long', () => {
    store.act(start(1000 - 60_000));
    told = 0;
    vi.advanceTimersByTime(5010);
    expect(told).toBe(5);
  });

  it('moves on while a host is being retried, whose count-down is shown', () => {
    vi.setSystemTime(900_000);
    const failure = { kind: 'unreachable', message: 'no route' } as const;
    store.take([
      { type: 'host-state', host: 'a', state: { kind: 'retrying', at: 905_000, failure } },
    ]);
    expect(store.state().now).toBe(900_000);
    vi.advanceTimersByTime(3000);
    expect(store.state().now).toBe(903_000);
    store.take([{ type: 'host-state', host: 'a', state: { kind: 'off' } }]);
    vi.advanceTimersByTime(1000);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is right when a straggler is let go between two ticks', () => {
    store.act(start());
    store.take([end('a')]);
    vi.advanceTimersByTime(1050);
    store.act({ type: 'let-go', run: 'run-1', host: 'b' });
    expect(store.state().runs[0]?.endedAt).toBe(2050);
  });

  it('costs no timer when nothing goes on', () => {
    store.act({ type: 'focus', focus: 'grid' });
    expect(vi.getTimerCount()).toBe(0);
  });
});

it('tells nothing to who has left, and nothing at all when closed', () => {
  const leave = store.subscribe(() => {
    throw new Error('told after leaving');
  });
  leave();
  store.act(start());
  expect(told).toBe(1);
  store.take([said()]);
  store.close();
  store.act({ type: 'focus', focus: 'grid' });
  store.take([said()]);
  vi.advanceTimersByTime(5000);
  expect(told).toBe(1);
  expect(vi.getTimerCount()).toBe(0);
});
