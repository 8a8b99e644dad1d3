import { type Verdict, verdict } from './outcome.ts';
import type { Run } from './run.ts';

/** A summary of a run, for a list. */
export interface ListedRun {
  readonly id: string;
  readonly number: number;
  readonly target: string;
  readonly command: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Absent: it is still running, or tutti ended before it did. */
  readonly endedAt?: number;
  readonly hosts: number;
  /** How many hosts ended in which way; those without an outcome are not counted. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Where it is kept, if it belongs to an earlier session or another tutti. */
  readonly folder?: string;
}

export function listedRun(run: Run): ListedRun {
  const counts = { ok: 0, failed: 0, lost: 0, 'not-reached': 0 };
  for (const { outcome } of run.hostRuns.values()) if (outcome) counts[verdict(outcome)] += 1;
  const { id, number, target, command, startedAt, endedAt, hosts } = run;
  const ended = endedAt !== undefined && { endedAt };
  return { id, number, target, command, startedAt, ...ended, hosts: hosts.length, counts };
}

/** `2026-11-21 14:03`, on the clock of this machine. */
export function dayAndTime(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The runs that contain every word of `query`: in the command, the target, the day and time, or how they ended. */
export function matchingRuns(runs: readonly ListedRun[], query: string): readonly ListedRun[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const text = searched(run);
    return words.every((word) => text.includes(word));
  });
}

function searched({ command, target, startedAt, counts, number }: ListedRun): string {
  const kinds = Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [kind] : []));
  return `${dayAndTime(startedAt)} ${number} @${target} ${command} ${kinds.join(' ')}`.toLowerCase();
}
