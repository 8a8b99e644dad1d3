import { type Block, gather } from '../domain/gather.ts';
import type { HostState } from '../domain/host.ts';
import { verdict } from '../domain/outcome.ts';
import type { Run } from '../domain/run.ts';
import type { State } from '../store/state.ts';
import type { PaneCache } from './pane-cache.ts';
import type { Streams } from './streams.ts';
import type { TerminalPicture } from './terminal/picture.ts';
import type { Theme } from './theme.ts';
import type { LinesOf, Transcript } from './transcript.ts';
import type { Wanted } from './wanted.ts';

/** Everything a frame is drawn from. */
export interface Scene {
  readonly state: State;
  /** The run that is shown. */
  readonly run: Run | undefined;
  /** Hosts that have a pane, before the filter. */
  readonly hosts: readonly string[];
  readonly groups: readonly GroupSummary[];
  readonly theme: Theme;
  readonly linesOf: LinesOf;
  /** The screen of the remote terminal that is shown. */
  readonly terminal: TerminalPicture | undefined;
  readonly wanted: Wanted;
  readonly panes: PaneCache;
  readonly streams: Streams;
  transcript(host: string): Transcript;
  /** How many hosts a target selects; undefined while the text is not a valid target. */
  count?(target: string): number | undefined;
}

export interface GroupSummary {
  readonly name: string;
  readonly hosts: number;
}

/** The run that `[` and `]` chose, or the newest one. */
export function shownRun(state: State): Run | undefined {
  if (state.openedRun) return state.openedRun;
  if (state.shownRun === undefined) return state.runs.at(-1);
  return state.runs[runIndex(state.runs, state.shownRun)] ?? state.runs.at(-1);
}

/** The index of the run with this number among runs in order; -1 if absent. */
export function runIndex(runs: readonly Run[], number: number): number {
  let low = 0;
  let high = runs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = runs[middle]?.number ?? 0;
    if (found === number) return middle;
    if (found < number) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * Decides which hosts have a pane: those of the target, unless the current run went elsewhere (`@db uptime`). It
 * remembers which runs existed when the target changed, so that the panes follow the new target at once.
 */
export function createHostChoice() {
  let target: State['target'] | undefined;
  let runsBefore = 0;

  return (state: State): readonly string[] => {
    if (state.target !== target) {
      target = state.target;
      runsBefore = state.runs.at(-1)?.number ?? 0;
    }
    const run = shownRun(state);
    if (state.openedRun) return state.openedRun.hosts;
    if (!run || (state.shownRun === undefined && run.number <= runsBefore))
      return state.target.hosts;
    const selected = new Set(state.target.hosts);
    return run.hosts.every((host) => selected.has(host)) ? state.target.hosts : run.hosts;
  };
}

/** The hosts that pass the filter. */
export function filteredHosts(scene: Pick<Scene, 'state' | 'run' | 'hosts'>): readonly string[] {
  const { state, run, hosts } = scene;
  switch (state.filter) {
    case 'all':
      return hosts;
    case 'failed':
      return hosts.filter((host) => {
        const outcome = run?.hostRuns.get(host)?.outcome;
        return outcome !== undefined && verdict(outcome) !== 'ok';
      });
    case 'odd': {
      const largest = new Set(run ? blocksOf(run, state)[0]?.hosts : []);
      return hosts.filter((host) => run?.hostRuns.has(host) && !largest.has(host));
    }
    case 'running':
      return hosts.filter((host) => {
        const hostRun = run?.hostRuns.get(host);
        return hostRun && !hostRun.outcome;
      });
    case 'down':
      return hosts.filter((host) => state.hosts.get(host)?.kind !== 'ready');
    default:
      return state.filter satisfies never;
  }
}

/** How the host is connected; undefined beside a run of an earlier day, where that means nothing. */
export function connectionOf({ state }: Pick<Scene, 'state'>, host: string): HostState {
  return state.openedRun ? wasThere : (state.hosts.get(host) ?? { kind: 'off' });
}

const wasThere: HostState = {
  kind: 'ready',
  shell: { kind: 'sh', version: '', pid: 0, pgid: 0, startTime: 0, uid: 0, home: '', cwd: '' },
};

/** The blocks of a run, gathered once for each state of it. */
export function blocksOf(run: Run, { unmasked }: Pick<State, 'unmasked'>): readonly Block[] {
  const gathered = unmasked ? asTheyAre : masked;
  const known = gathered.get(run);
  if (known) return known;
  const blocks = gather(run, !unmasked);
  gathered.set(run, blocks);
  return blocks;
}

const masked = new WeakMap<Run, readonly Block[]>();
const asTheyAre = new WeakMap<Run, readonly Block[]>();

export type { Block };
