import { type Outcome, succeeded } from '../domain/outcome.ts';
import { safeText } from '../domain/output.ts';
import type { Run } from '../domain/run.ts';
import { hostTable } from './host-table.ts';
import { troubleOf } from './outcome-words.ts';
import { counted, seconds, totalsLine } from './totals.ts';
import { transferSum } from './transfer-sum.ts';

/** What is told about runs besides their output; without colour, without line end. */
export interface RunReports {
  /** The trouble of one host, told at once. */
  ended(host: string, outcome: Outcome): string | undefined;
  /** The totals of one run. Of a script's runs only those where something went wrong. */
  runEnded(run: Run): string | undefined;
  /** The totals of a script. */
  closed(): string | undefined;
}

export interface ReportOptions {
  /** Many lines are run, one after the other. */
  readonly script: boolean;
  /** Each host with its time, at the end of a run. */
  readonly table?: boolean;
}

export function createRunReports({ script, table = false }: ReportOptions): RunReports {
  const told = new Map<string, string>();
  const jumps = new Set<string>();
  let runs = 0;
  let bad = 0;
  let startedAt: number | undefined;
  let endedAt = 0;
  return {
    ended(host, outcome) {
      // That we leave is said once, and the totals name the hosts.
      if (outcome.kind === 'lost' && outcome.failure.kind === 'canceled') return undefined;
      const trouble = troubleOf(outcome);
      const before = told.get(host);
      told.set(host, trouble ?? '');
      const jump = jumpTrouble(outcome);
      if (jump !== undefined) {
        if (jumps.has(jump)) return undefined;
        jumps.add(jump);
        return `tutti: ${safeText(jump)}`;
      }
      // a host that stays down is told once, not for every line of a script
      return trouble === undefined || trouble === before ? undefined : hostNotice(host, trouble);
    },
    runEnded(run) {
      const outcomes = outcomesOf(run);
      const failed = [...outcomes.values()].some((outcome) => !succeeded(outcome));
      startedAt ??= run.startedAt;
      endedAt = run.endedAt ?? run.startedAt;
      runs += 1;
      if (failed) bad += 1;
      const copied = run.transfer && transferSum(run);
      const totals = totalsLine(outcomes, endedAt - run.startedAt, copied);
      if (script) return failed ? `line ${run.number}: ${totals}` : undefined;
      return [totals, ...(table ? hostTable(run) : [])].join('\n');
    },
    closed() {
      if (!script || startedAt === undefined) return undefined;
      const verdict = bad === 0 ? 'all ok' : `${runs - bad} ok, ${bad} not`;
      return `${counted(runs, 'line')}: ${verdict}  ${seconds(endedAt - startedAt)}`;
    },
  };
}

/** A jump host that is in the way: told once for all hosts behind it, which the totals name. */
const jumpTrouble = (outcome: Outcome): string | undefined =>
  outcome.kind === 'not-started' && outcome.failure.jump !== undefined
    ? `${outcome.failure.message} – no way to the hosts behind it`
    : undefined;

/** A line of ours about one host; what servers said may be in it. */
export const hostNotice = (host: string, text: string): string =>
  `tutti: ${host}: ${safeText(text)}`;

export function outcomesOf(run: Run): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const host of run.hosts) {
    const outcome = run.hostRuns.get(host)?.outcome;
    if (outcome) outcomes.set(host, outcome);
  }
  return outcomes;
}
