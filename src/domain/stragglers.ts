import type { HostRun, Run } from './run.ts';

/** From this time on, ms, we say which hosts a run waits for. */
const longMs = 5000;

export const isLong = (run: Run, now: number): boolean =>
  run.endedAt === undefined && now - run.startedAt >= longMs;

/** The few hosts that a long run still waits for; none while there are many. `now` is epoch ms. */
export function stragglers(run: Run, now: number): string[] {
  if (!isLong(run, now)) return [];
  const open = run.hosts.filter((host) => isOpen(run.hostRuns.get(host)));
  const few = Math.max(1, Math.floor(run.hosts.length / 4));
  return open.length < run.hosts.length && open.length <= few ? open : [];
}

/** Whether the run waits for this host. */
export const isOpen = (hostRun: HostRun | undefined): boolean =>
  hostRun !== undefined && !hostRun.outcome && !hostRun.letGo;
