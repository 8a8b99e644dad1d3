import { type Outcome, verdict } from '../domain/outcome.ts';
import type { Run } from '../domain/run.ts';
import type { TransferFacts } from '../domain/transfer.ts';
import { outcomesOf } from './run-reports.ts';

/** The version of everything printed as JSON. */
export const jsonVersion = 1;

const runFacts = ({ number, target, command, hosts }: Run) => ({
  run: number,
  target,
  command,
  hosts,
});

/** The event that opens a run, and that of a transfer. */
export function openingFacts(run: Run): { readonly type: string; readonly facts: object } {
  const { transfer, number, target, hosts } = run;
  if (!transfer) return { type: 'run', facts: runFacts(run) };
  const { sources, destination } = transfer.kind === 'undo' ? transfer.put : transfer;
  const what = { action: transfer.kind, sources, destination };
  return { type: 'transfer', facts: { run: number, target, ...what, hosts } };
}

/** What became of a host's files, beside how it ended. */
export const transferFacts = ({ transferred, ...others }: TransferFacts) => ({
  files: transferred,
  ...others,
});

/** How it ended, as `--json` and `--jsonl` tell it; durations in whole ms. */
export function outcomeFacts(outcome: Outcome, ms: number): Readonly<Record<string, unknown>> {
  const { kind } = outcome;
  switch (kind) {
    case 'exited':
      return { kind, code: outcome.code, ms: Math.round(ms) };
    case 'signaled':
      return { kind, signal: outcome.signal, ms: Math.round(ms) };
    case 'interrupted':
      return {
        kind,
        code: outcome.code,
        ...(outcome.timeout && { timeout: true }),
        ms: Math.round(ms),
      };
    case 'not-started':
      return { kind, reason: outcome.failure.kind, message: outcome.failure.message };
    case 'lost':
      return { kind, message: outcome.failure.message, ms: Math.round(ms) };
    default:
      return kind satisfies never;
  }
}

/** Which hosts did well and which did not, in the order of the target. */
export function endFacts(run: Run) {
  const byVerdict = Map.groupBy(outcomesOf(run), ([, outcome]) => verdict(outcome));
  const hosts = (kind: ReturnType<typeof verdict>): string[] =>
    (byVerdict.get(kind) ?? []).map(([host]) => host);
  return {
    ms: Math.round((run.endedAt ?? run.startedAt) - run.startedAt),
    ok: hosts('ok'),
    failed: hosts('failed'),
    notReached: hosts('not-reached'),
    lost: hosts('lost'),
  };
}
