import { isOpen, stragglers } from '../../domain/stragglers.ts';
import type { State } from '../../store/state.ts';
import { folded } from '../folded.ts';
import type { Desk } from './desk.ts';
import { refuse } from './say.ts';

/** Ctrl-C for what is under the cursor. */
export function interruptUnder(desk: Desk, under: readonly string[]): void {
  if (!isOfToday(desk)) return;
  if (under.length === 0 || !desk.actions.interrupt(under)) refuse(desk, nothingRuns(under));
}

/** Lets go of what is under the cursor; if that has ended, of the hosts that the run waits for. */
export function letGoUnder(desk: Desk, under: readonly string[]): void {
  if (!isOfToday(desk)) return;
  const state = desk.store.state();
  const run = state.runs.at(-1);
  const open = under.filter((host) => isOpen(run?.hostRuns.get(host)));
  const hosts = open.length > 0 || !run ? open : stragglers(run, state.now);
  for (const host of hosts) desk.actions.letGo(host);
  if (hosts.length === 0) refuse(desk, nothingRuns(under));
}

/** Shows the previous or next run, of earlier days too. */
export function walkRuns(desk: Desk, by: 1 | -1): void {
  const { run, state } = desk.scene();
  const at = run ? state.runs.indexOf(run) : -1;
  const next = state.runs[at + by];
  if (state.openedRun || (by < 0 && at <= 0)) {
    desk.actions.walkEarlier(by);
    return;
  }
  if (!next) {
    refuse(desk, noNewer(state));
    return;
  }
  const number = next === state.runs.at(-1) ? undefined : next.number;
  desk.store.act({ type: 'show-run', number });
}

/** A run of an earlier day can only be looked at. */
export function isOfToday(desk: Desk): boolean {
  if (desk.store.state().openedRun === undefined) return true;
  refuse(
    desk,
    'this run is of an earlier day: it can be looked at and exported – ] goes to newer ones',
  );
  return false;
}

const nothingRuns = (hosts: readonly string[]): string =>
  hosts.length === 0 ? 'nothing runs here' : `nothing runs on ${folded(hosts)}`;

const noNewer = ({ runs }: State): string => {
  const newest = runs.at(-1);
  return newest
    ? `run ${newest.number} is the newest – [ goes to older ones`
    : 'nothing has run yet – Esc goes to the prompt';
};
