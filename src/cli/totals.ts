import { fold } from '../domain/fold.ts';
import { type Outcome, type Verdict, verdict } from '../domain/outcome.ts';
import { howItEnded } from './outcome-words.ts';

/** One line for a run: `12 hosts: 10 ok, 1 failed (web03: exit 1), 1 not reached (web11: unreachable)  0.42 s`. */
export function totalsLine(
  outcomes: ReadonlyMap<string, Outcome>,
  ms: number,
  copied?: string,
): string {
  const classes = order.map((kind) => classLine(kind, outcomes)).filter((text) => text !== '');
  const hosts = `${counted(outcomes.size, 'host')}: ${classes.join(', ') || 'nothing'}`;
  return [hosts, ...(copied === undefined ? [] : [copied]), seconds(ms)].join('  ');
}

export const counted = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? '' : 's'}`;

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const order: readonly Verdict[] = ['ok', 'failed', 'lost', 'not-reached'];

function classLine(kind: Verdict, outcomes: ReadonlyMap<string, Outcome>): string {
  const found = [...outcomes].filter(([, outcome]) => verdict(outcome) === kind);
  if (found.length === 0) return '';
  const head = `${found.length} ${kind === 'not-reached' ? 'not reached' : kind}`;
  if (kind === 'ok') return head;
  const byEnd = Map.groupBy(found, ([, outcome]) => howItEnded(outcome));
  const ends = [...byEnd].map(([how, hosts]) => `${fold(hosts.map(([host]) => host))}: ${how}`);
  return `${head} (${ends.join('; ')})`;
}
