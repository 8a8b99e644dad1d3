import { applyAll } from './apply-all.ts';
import { LineStore } from './line-store.ts';
import type { Message } from './message.ts';
import { publishAfter, tickAfter } from './rhythm.ts';
import type { State } from './state.ts';
import { update } from './update.ts';

/** Holds the state, with two clocks: the hosts' news come when they like, frames at most 30 times a second. */
export interface Store {
  state(): State;
  /** Something the operator did: listeners are notified at once. */
  act(message: Message): void;
  /** News from the hosts: listeners are notified for the next frame. */
  take(messages: readonly Message[]): void;
  readonly lines: LineStore;
  /** Calls `listener` whenever there is something new to draw; returns a function that ends that. */
  subscribe(listener: () => void): () => void;
  /** A number that changes with each notification. */
  version(): number;
  /** What the last frame cost to draw and write, ms: the next one waits accordingly. */
  frameTook(ms: number): void;
  /** Stops all notifications. */
  close(): void;
}

export function createStore(initial: State): Store {
  const listeners = new Set<() => void>();
  let state = initial;
  let version = 0;
  let cost = 0;
  let publishedAt = Number.NEGATIVE_INFINITY;
  let publishing: NodeJS.Timeout | undefined;
  let ticking: NodeJS.Timeout | undefined;
  let closed = false;

  const publish = () => {
    clearTimeout(publishing);
    publishing = undefined;
    publishedAt = performance.now();
    version += 1;
    for (const listener of [...listeners]) listener();
  };

  const publishSoon = () => {
    if (closed) return;
    publishing ??= setTimeout(publish, publishAfter(performance.now() - publishedAt, cost));
  };

  const tick = () => {
    ticking = undefined;
    state = update(state, { type: 'tick', now: Date.now() });
    publishSoon();
    tickSoon();
  };

  const tickSoon = () => {
    const wait = closed ? undefined : tickAfter(state);
    if (wait === undefined) {
      clearTimeout(ticking);
      ticking = undefined;
    } else {
      ticking ??= setTimeout(tick, wait);
    }
  };

  /** Returns whether that changed anything. */
  const apply = (messages: readonly Message[]): boolean => {
    const before = update(state, { type: 'tick', now: Date.now() });
    const after = applyAll(before, messages);
    if (after === before) return false;
    state = after;
    tickSoon();
    return true;
  };

  return {
    state: () => state,
    act(message) {
      if (apply([message]) && !closed) publish();
    },
    take(messages) {
      if (apply(messages)) publishSoon();
    },
    lines: new LineStore(publishSoon),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    frameTook(ms) {
      cost = cost === 0 ? ms : 0.8 * cost + 0.2 * ms;
    },
    close() {
      closed = true;
      clearTimeout(publishing);
      clearTimeout(ticking);
      listeners.clear();
    },
  };
}
