import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { ListedRun } from '../domain/listed-run.ts';
import { verdict } from '../domain/outcome.ts';
import { type HostRun, noOutput, type Run } from '../domain/run.ts';
import {
  type EndEntry,
  type JournalEntry,
  type OutcomeEntry,
  outcomeOf,
  parseEntry,
  type RunEntry,
} from './journal-entries.ts';
import { journalFile } from './run-journal.ts';

/** A summary of a run on disk, for a list. */
export interface RunSummary extends ListedRun {
  readonly folder: string;
  readonly user: string;
}

/** Everything that is kept of a run, except its output. */
export interface KeptRun {
  readonly folder: string;
  readonly user: string;
  readonly run: Run;
  /** Hosts whose output is not kept. */
  readonly unrecorded: ReadonlySet<string>;
}

/** Reads as little as a list needs, however many hosts there are. Undefined if no run of ours is there. */
export async function readSummary(folder: string): Promise<RunSummary | undefined> {
  const handle = await open(journalFile(folder), 'r').catch(() => undefined);
  if (!handle) return undefined;
  try {
    const entry = parseEntry(await firstLine(handle));
    if (entry?.type !== 'run') return undefined;
    const end = await lastEnd(handle);
    return end ? summaryOf(folder, entry, end) : await unended(folder, entry);
  } finally {
    await handle.close();
  }
}

/**
 * Reads all facts. `goesOn`: a tutti is still writing there; otherwise a host without an outcome is reported as lost.
 * @throws if no run of ours is there
 */
export async function readJournal(folder: string, goesOn = false): Promise<KeptRun> {
  const entries = await entriesOf(folder);
  const first = entries.find((entry): entry is RunEntry => entry.type === 'run');
  if (!first) throw new Error(`no run is kept in ${folder}`);
  const outcomes = new Map(
    entries
      .filter((entry): entry is OutcomeEntry => entry.type === 'outcome')
      .map((entry) => [entry.host, entry]),
  );
  const end = entries.findLast((entry): entry is EndEntry => entry.type === 'end');
  const hostRuns = first.hosts.map((host) => hostRunOf(host, outcomes.get(host), goesOn));
  const startedAt = Date.parse(first.startedAt);
  const endedAt = end
    ? Date.parse(end.endedAt)
    : goesOn
      ? undefined
      : startedAt + longest(hostRuns);
  const run: Run = {
    id: first.id,
    number: first.run,
    target: first.target,
    command: first.command,
    hosts: first.hosts,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(first.transfer && { transfer: first.transfer }),
    ...(first.pty && { pty: first.pty }),
    hostRuns: new Map(hostRuns.map((hostRun) => [hostRun.host, hostRun])),
  };
  return { folder, user: first.user, run, unrecorded: new Set(first.unrecorded) };
}

function hostRunOf(host: string, entry: OutcomeEntry | undefined, goesOn: boolean): HostRun {
  if (!entry) return { host, output: noOutput, ...(!goesOn && { outcome: cutShort, ms: 0 }) };
  const { ms, output = noOutput, transfer } = entry;
  return { host, outcome: outcomeOf(entry), ms, output, ...(transfer && { transfer }) };
}

const cutShort = {
  kind: 'lost',
  failure: { kind: 'worker', message: 'tutti ended before it did' },
} as const;

const longest = (hostRuns: readonly HostRun[]): number =>
  hostRuns.reduce((most, { ms = 0 }) => Math.max(most, ms), 0);

function summaryOf(folder: string, entry: RunEntry, end?: EndEntry): RunSummary {
  const { ok = 0, failed = 0, lost = 0, notReached = 0 } = end ?? {};
  return {
    folder,
    id: entry.id,
    number: entry.run,
    user: entry.user,
    target: entry.target,
    command: entry.command,
    startedAt: Date.parse(entry.startedAt),
    ...(end && { endedAt: Date.parse(end.endedAt) }),
    hosts: entry.hosts.length,
    counts: { ok, failed, lost, 'not-reached': notReached },
  };
}

async function unended(folder: string, first: RunEntry): Promise<RunSummary> {
  const counts = { ok: 0, failed: 0, lost: 0, 'not-reached': 0 };
  for (const entry of await entriesOf(folder)) {
    if (entry.type === 'outcome') counts[verdict(outcomeOf(entry))] += 1;
  }
  return { ...summaryOf(folder, first), counts };
}

async function entriesOf(folder: string): Promise<JournalEntry[]> {
  const text = await readFile(journalFile(folder), 'utf8');
  return text.split('\n').flatMap((line) => parseEntry(line) ?? []);
}

const step = 16 * 1024;
/** Longest `end` entry, bytes. */
const endBytes = 512;

async function firstLine(handle: FileHandle): Promise<string> {
  const parts: Buffer[] = [];
  for (let at = 0; ; at += step) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(step), 0, step, at);
    const part = buffer.subarray(0, bytesRead);
    const end = part.indexOf('\n');
    parts.push(end === -1 ? part : part.subarray(0, end));
    if (end !== -1 || bytesRead === 0) return Buffer.concat(parts).toString();
  }
}

async function lastEnd(handle: FileHandle): Promise<EndEntry | undefined> {
  const { size } = await handle.stat();
  const from = Math.max(0, size - endBytes);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(endBytes), 0, endBytes, from);
  const last = buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').at(-1) ?? '';
  const entry = parseEntry(last);
  return entry?.type === 'end' ? entry : undefined;
}
