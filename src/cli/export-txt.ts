import { dayAndTime } from '../domain/listed-run.ts';
import { safeText } from '../domain/output.ts';
import type { Run } from '../domain/run.ts';
import { type ExportedRun, exportedLines } from './exported-run.ts';
import { howItEnded, troubleOf } from './outcome-words.ts';
import { outcomesOf } from './run-reports.ts';
import { seconds, totalsLine } from './totals.ts';

/** For reading: what was run, how it went, and what each host said; a `!` stands before what came on stderr. */
export async function* exportTxt(exported: ExportedRun): AsyncGenerator<string> {
  const { run, user, unrecorded, incomplete } = exported;
  yield `${runHead(run, user)}\n${totals(run)}\n`;
  for (const host of run.hosts) {
    yield `\n== ${safeText(host)}: ${hostWords(run, host)}\n`;
    if (unrecorded.has(host)) yield 'its output is not kept (record: false)\n';
    if (incomplete.has(host)) yield 'not all of its output was kept\n';
    for await (const line of exportedLines(exported, host)) {
      yield `${line.error ? '! ' : '  '}${line.text}\n`;
    }
  }
}

/** `run 3 of 2026-11-21 14:03, @web, by ada` and the line. */
export function runHead({ number, startedAt, target, command }: Run, user: string): string {
  const lines = command.split('\n').map(safeText).join('\n  ');
  return `run ${number} of ${dayAndTime(startedAt)}, @${safeText(target)}, by ${safeText(user)}\n$ ${lines}`;
}

/** `exit 1, 0.04 s`, with the reason where there is one. */
export function hostWords(run: Run, host: string): string {
  const { outcome, ms } = run.hostRuns.get(host) ?? {};
  if (!outcome) return 'still running';
  const trouble = troubleOf(outcome);
  if (trouble !== undefined) return safeText(trouble);
  return `${howItEnded(outcome)}${ms === undefined ? '' : `, ${seconds(ms)}`}`;
}

export const totals = (run: Run): string =>
  totalsLine(outcomesOf(run), (run.endedAt ?? run.startedAt) - run.startedAt);
