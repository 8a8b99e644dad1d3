import type { Failure, FailureKind } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';
import { noOutput, type OutputFacts } from '../domain/run.ts';
import type { Transfer, TransferFacts } from '../domain/transfer.ts';

/** A line of a run's journal, with `v` 1. Times are ISO 8601 in UTC, durations ms. */
export type JournalEntry = RunEntry | OutcomeEntry | EndEntry;

/** The first line. */
export interface RunEntry {
  readonly v: 1;
  readonly type: 'run';
  readonly id: string;
  readonly run: number;
  readonly user: string;
  readonly target: string;
  readonly command: string;
  readonly startedAt: string;
  readonly hosts: readonly string[];
  /** Hosts of a group with `record: false`, of which only the outcome is kept. */
  readonly unrecorded?: readonly string[];
  readonly transfer?: Transfer;
  readonly pty?: true;
}

/** The outcome on one host, with the fields of `--jsonl`. */
export interface OutcomeEntry {
  readonly v: 1;
  readonly type: 'outcome';
  readonly host: string;
  readonly kind: Outcome['kind'];
  readonly code?: number;
  readonly signal?: string;
  readonly timeout?: true;
  readonly reason?: FailureKind;
  readonly message?: string;
  readonly ms: number;
  readonly output?: OutputFacts;
  readonly transfer?: TransferFacts;
}

/** The run is over; written again for each outcome that comes later. Counts of hosts. */
export interface EndEntry {
  readonly v: 1;
  readonly type: 'end';
  readonly endedAt: string;
  readonly ok: number;
  readonly failed: number;
  readonly notReached: number;
  readonly lost: number;
}

export function outcomeFields(
  outcome: Outcome,
): Omit<OutcomeEntry, 'v' | 'type' | 'host' | 'ms' | 'output' | 'transfer'> {
  if (outcome.kind !== 'not-started' && outcome.kind !== 'lost') return outcome;
  const { kind, failure } = outcome;
  return { kind, reason: failure.kind, message: failure.message };
}

export function outcomeOf(entry: OutcomeEntry): Outcome {
  const { kind, code = 0, signal = '', timeout, reason = 'unreachable', message = '' } = entry;
  const failure: Failure = { kind: reason, message };
  switch (kind) {
    case 'exited':
      return { kind, code };
    case 'signaled':
      return { kind, signal };
    case 'interrupted':
      return { kind, code, ...(timeout && { timeout }) };
    case 'not-started':
    case 'lost':
      return { kind, failure };
    default:
      return kind satisfies never;
  }
}

/** Undefined for a line that is no entry, or that a crash cut short. */
export function parseEntry(line: string): JournalEntry | undefined {
  try {
    const entry = JSON.parse(line) as JournalEntry | null;
    if (entry?.v !== 1 || !isComplete(entry)) return undefined;
    return entry;
  } catch {
    return undefined;
  }
}

function isComplete(entry: JournalEntry): boolean {
  switch (entry.type) {
    case 'run':
      return (
        areTexts([entry.id, entry.command, entry.target, entry.user]) &&
        areTexts(entry.hosts) &&
        areTexts(entry.unrecorded ?? []) &&
        areNumbers([entry.run, Date.parse(entry.startedAt)])
      );
    case 'outcome':
      return (
        areTexts([entry.host, entry.message ?? '', entry.signal ?? '', entry.reason ?? '']) &&
        outcomeKinds.includes(entry.kind) &&
        areNumbers([entry.ms, entry.code ?? 0]) &&
        areFacts(entry.output ?? noOutput)
      );
    case 'end':
      return areNumbers([
        Date.parse(entry.endedAt),
        entry.ok,
        entry.failed,
        entry.notReached,
        entry.lost,
      ]);
    default:
      return false;
  }
}

const areFacts = ({ bytes, lines, errorLines, hash, masked = '' }: OutputFacts): boolean =>
  areNumbers([bytes, lines, errorLines]) && areTexts([hash, masked]);

const areTexts = (values: unknown): boolean =>
  Array.isArray(values) && values.every((value) => typeof value === 'string');

const areNumbers = (values: readonly unknown[]): boolean => values.every(Number.isFinite);

const outcomeKinds: readonly Outcome['kind'][] = [
  'exited',
  'signaled',
  'interrupted',
  'not-started',
  'lost',
];
