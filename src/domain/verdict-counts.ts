import { type Verdict, verdict } from './outcome.ts';
import type { HostRun, Run } from './run.ts';

/** One class of a run's hosts; `running` and `let-go` have no verdict yet. */
export interface VerdictCount {
  readonly verdict: Verdict | 'running' | 'let-go';
  /** In the order of the run; at least one. */
  readonly hosts: readonly string[];
}

/** A run's hosts by class, worst first. Classes without hosts are left out. */
export function verdictCounts(run: Run): VerdictCount[] {
  const hosts = new Map<VerdictCount['verdict'], string[]>(order.map((each) => [each, []]));
  for (const host of run.hosts) {
    const hostRun = run.hostRuns.get(host);
    if (hostRun) hosts.get(standing(hostRun))?.push(host);
  }
  return order
    .map((each) => ({ verdict: each, hosts: hosts.get(each) ?? [] }))
    .filter((count) => count.hosts.length > 0);
}

function standing({ outcome, letGo }: HostRun): VerdictCount['verdict'] {
  if (outcome) return verdict(outcome);
  return letGo ? 'let-go' : 'running';
}

const order = ['failed', 'lost', 'not-reached', 'running', 'let-go', 'ok'] as const;
