import type { HostState } from '../domain/host.ts';
import type { State } from './state.ts';

/** Milliseconds. Ink writes no faster, and no eye sees more. */
const frameMs = 33;
/** The share of time that drawing may take; the rest is for keys and for the hosts. */
const budget = 0.5;

/** How long the next frame waits, ms, if the last one was announced `since` ms ago and cost `cost` ms. */
export function publishAfter(since: number, cost: number): number {
  return Math.max(0, Math.max(frameMs, cost / budget) - since);
}

/** When elapsed times must be updated, ms; undefined while none is shown, so that an idle screen sleeps. */
export function tickAfter(state: State): number | undefined {
  const going = state.runs.findLast(isGoing);
  if (going) return state.now - going.startedAt < 10_000 ? 200 : 1000;
  if (state.roll?.pauseUntil !== undefined) return 1000;
  for (const { kind } of state.hosts.values()) if (counts[kind]) return 1000;
  return undefined;
}

/** A host that was let go keeps its run's clock going only as long as others are waited for. */
const isGoing = ({ endedAt }: State['runs'][number]): boolean => endedAt === undefined;

/** States of a connection that are shown with a time. */
const counts: Readonly<Record<HostState['kind'], boolean>> = {
  off: false,
  connecting: false,
  starting: false,
  ready: false,
  suspect: true,
  retrying: true,
  failed: false,
};
