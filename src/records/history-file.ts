import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A line that was entered, as it is kept. */
export interface HistoryEntry {
  /** Epoch ms. */
  readonly time: number;
  readonly line: string;
  /** The target at that time, as typed. */
  readonly target: string;
}

/** Entries that are read; older ones stay in the file. */
const most = 10_000;

export const historyFile = (stateDirectory: string): string =>
  path.join(stateDirectory, 'history.jsonl');

/** The newest entries, the oldest first. What is no entry is passed over; no file is an empty history. */
export function readHistory(file: string): HistoryEntry[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .slice(-most - 1)
      .flatMap(parse);
  } catch {
    return [];
  }
}

/** One write with O_APPEND, so that sessions share the file. A line that begins with a blank is not kept. */
export function appendHistory(file: string, entry: HistoryEntry): void {
  if (entry.line.startsWith(' ') || entry.line.trim() === '') return;
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `${JSON.stringify({ v: 1, ...entry })}\n`, { mode: 0o600 });
}

function parse(text: string): HistoryEntry[] {
  if (text === '') return [];
  try {
    const { time, line, target } = JSON.parse(text) as Partial<HistoryEntry>;
    if (typeof line !== 'string' || typeof time !== 'number') return [];
    return [{ time, line, target: typeof target === 'string' ? target : '' }];
  } catch {
    return [];
  }
}
