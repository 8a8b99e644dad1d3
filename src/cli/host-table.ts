import { fold } from '../domain/fold.ts';
import { type Outcome, succeeded } from '../domain/outcome.ts';
import { safeText } from '../domain/output.ts';
import type { HostRun, Run } from '../domain/run.ts';
import { howItEnded, troubleOf } from './outcome-words.ts';
import { seconds } from './totals.ts';

/** So many hosts that did well have a line each. */
const mostLines = 16;

type EndedHostRun = HostRun & { readonly outcome: Outcome };

/** A table of the hosts and their times, those that failed first, with what failed there; without line ends. */
export function hostTable(run: Run): string[] {
  const ended = run.hosts.flatMap((host) => {
    const hostRun = run.hostRuns.get(host);
    return hostRun?.outcome ? [hostRun as EndedHostRun] : [];
  });
  const failed = ended.filter(({ outcome }) => !succeeded(outcome));
  const well = ended.filter(({ outcome }) => succeeded(outcome));
  const [behind, others] = [true, false].map((jumped) =>
    failed.filter((hostRun) => (jumpOf(hostRun) !== undefined) === jumped),
  ) as [EndedHostRun[], EndedHostRun[]];
  const together = Map.groupBy(behind, jumpOf).values();
  const rows = [
    ...others.map(row),
    ...[...together].map(rowOfAll),
    ...(well.length > mostLines ? [sum(well)] : well.map(row)),
  ];
  const widths = [0, 1].map((at) => Math.max(0, ...rows.map((cells) => cells[at]?.length ?? 0)));
  return rows.map(([who = '', how = '', time = '']) =>
    `  ${who.padEnd(widths[0] ?? 0)}  ${how.padEnd(widths[1] ?? 0)}  ${time}`.trimEnd(),
  );
}

function row({ host, outcome, ms, transfer }: EndedHostRun): string[] {
  const time = ms === undefined || outcome.kind === 'not-started' ? '' : seconds(ms);
  if (transfer && transfer.failed > 0) {
    const all = transfer.transferred + transfer.unchanged + transfer.failed;
    return [host, `${transfer.failed} of ${all} failed`, time];
  }
  if (outcome.kind === 'lost') return [host, safeText(troubleOf(outcome) ?? ''), time];
  const why = 'failure' in outcome ? `: ${safeText(outcome.failure.message)}` : '';
  return [host, succeeded(outcome) ? 'ok' : `${howItEnded(outcome)}${why}`, time];
}

/** Hosts behind a jump host that is in the way. */
function rowOfAll(hostRuns: readonly EndedHostRun[]): string[] {
  const [, how = ''] = hostRuns[0] ? row(hostRuns[0]) : [];
  return [`${fold(hostRuns.map(({ host }) => host))} (${hostRuns.length})`, how];
}

const jumpOf = ({ outcome }: EndedHostRun): string | undefined =>
  'failure' in outcome && outcome.failure.jump !== undefined ? outcome.failure.message : undefined;

/** Many hosts in one line. */
function sum(hostRuns: readonly EndedHostRun[]): string[] {
  const sorted = hostRuns.toSorted((a, b) => (a.ms ?? 0) - (b.ms ?? 0));
  const slowest = sorted.at(-1);
  const at = (share: number) => seconds(sorted[Math.floor((sorted.length - 1) * share)]?.ms ?? 0);
  const names = `${fold(hostRuns.map(({ host }) => host))} (${hostRuns.length})`;
  return [names, 'ok', `${at(0)} to ${at(1)}, median ${at(0.5)}, slowest ${slowest?.host ?? ''}`];
}
