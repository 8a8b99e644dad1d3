import type { HostState } from '../domain/host.ts';
import type { State } from './state.ts';

/** Ink writes no faster, and no eye sees more. */
const frameMs = 33;
/** Drawing may take this part of the time; the rest is for keys and for the hosts. */
const budget = 0.5;

/** How long the next picture waits, ms, when the last one was told `since` ms ago and cost `cost` ms. */
export function publishAfter(since: number, cost: number): number {
  return Math.max(0, Math.max(frameMs, cost / budget) - since);
}

/** How soon elapsed times are to be moved on, ms; nothing while none is shown, so that an idle screen sleeps. */
export function tickAfter(state: State): number | undefined {
  const going = state.runs.findLast(isGoing);
  if (going) return state.now - going.startedAt < 10_000 ? 200 : 1000;
  if (state.roll?.pauseUntil !== undefined) return 1000;
  for (const { kind } of state.hosts.values()) if (counts[kind]) return 1000;
  return undefined;
}

/** A host that was let go keeps its run's time moving only as long as others are waited for. */
const isGoing = ({ endedAt }: State['runs'][number]): boolean => endedAt === undefined;

/** Connections whose state is told with a time. */
const counts: Readonly<Record<HostState['kind'], boolean>> = {
  off: false,
  connecting: false,
  starting: false,
  ready: false,
  suspect: true,
  retrying: true,
  failed: false,
};
