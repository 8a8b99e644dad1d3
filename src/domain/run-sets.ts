import { gather, isWaiting } from './gather.ts';
import type { HostState } from './host.ts';
import { type Verdict, verdict } from './outcome.ts';
import type { HostRun, Run } from './run.ts';

/** Hosts that the operator has chosen, as opposed to results of the last run. */
export interface Chosen {
  readonly marked: Iterable<string>;
  /** The hosts of the previous target; absent if there was none. */
  readonly before?: readonly string[];
}

/**
 * What `@failed`, `@ok`, `@odd`, `@slow`, `@block1` and so on of a run stand for, `@down` of the hosts, `@marked` and `@-`.
 * The first of these are known only after a run. `now` is epoch ms, for what still runs.
 */
export function resultSets(
  run: Run | undefined,
  hostStates: ReadonlyMap<string, HostState>,
  now: number,
  masks = true,
  { marked, before }: Chosen = { marked: [] },
): Map<string, readonly string[]> {
  const sets = new Map<string, readonly string[]>([
    ['marked', [...marked]],
    ['down', down(hostStates)],
  ]);
  if (before) sets.set('-', before);
  if (!run) return sets;
  sets
    .set('failed', failed(run))
    .set('ok', ok(run))
    .set('odd', odd(run, masks))
    .set('slow', slow(run, now));
  for (const [index, block] of gather(run, masks).entries())
    sets.set(`block${index + 1}`, block.hosts);
  return sets;
}

/** Ended with another exit code than 0, by a signal, or interrupted. */
const failed = (run: Run): string[] => withVerdict(run, 'failed');

const ok = (run: Run): string[] => withVerdict(run, 'ok');

/** The hosts to repeat on: failed, lost and not reached. */
export function unfinished(run: Run): string[] {
  return chosen(run, ({ outcome }) => outcome !== undefined && verdict(outcome) !== 'ok');
}

/** All hosts whose output is not the largest block's. */
function odd(run: Run, masks = true): string[] {
  const [largest] = gather(run, masks);
  const usual = new Set(largest?.hosts);
  return chosen(run, (hostRun) => !usual.has(hostRun.host) && !isWaiting(hostRun));
}

/** Took, or has taken so far, more than a second and three times the median. */
export function slow(run: Run, now: number): string[] {
  const timeOf = ({ ms, outcome }: HostRun) => ms ?? (outcome ? 0 : now - run.startedAt);
  const times = [...run.hostRuns.values()].map(timeOf).sort((a, b) => a - b);
  const limit = Math.max(1000, 3 * (times[(times.length - 1) >> 1] ?? 0));
  return chosen(run, (hostRun) => timeOf(hostRun) > limit);
}

/** Hosts that do not answer, but not those that were never connected or are still connecting. */
function down(hostStates: ReadonlyMap<string, HostState>): string[] {
  return [...hostStates].filter(([, { kind }]) => isDown[kind]).map(([host]) => host);
}

const isDown: Readonly<Record<HostState['kind'], boolean>> = {
  off: false,
  connecting: false,
  starting: false,
  ready: false,
  suspect: true,
  retrying: true,
  failed: true,
};

const withVerdict = (run: Run, wanted: Verdict): string[] =>
  chosen(run, ({ outcome }) => outcome !== undefined && verdict(outcome) === wanted);

/** In the order of the run. */
function chosen(run: Run, fits: (hostRun: HostRun) => boolean): string[] {
  return run.hosts.filter((host) => {
    const hostRun = run.hostRuns.get(host);
    return hostRun !== undefined && fits(hostRun);
  });
}
