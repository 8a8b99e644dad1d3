import { applyAll } from './apply-all.ts';
import { LineStore } from './line-store.ts';
import type { Message } from './message.ts';
import { publishAfter, tickAfter } from './rhythm.ts';
import type { State } from './state.ts';
import { update } from './update.ts';

/** What the screen is a function of, with two clocks: the hosts' news come as they like, pictures at most 30 a second. */
export interface Store {
  state(): State;
  /** Something the operator did: told at once. */
  act(message: Message): void;
  /** What the hosts said: told with the next picture. */
  take(messages: readonly Message[]): void;
  readonly lines: LineStore;
  /** Calls `listener` whenever there is something new to draw; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Another number after each telling. */
  version(): number;
  /** What the last picture cost to draw and write, ms: the next one waits accordingly. */
  frameTook(ms: number): void;
  /** Tells nothing any more. */
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

  /** Answers whether that changed anything. */
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
