import { closeSync, constants, fstatSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openPrivate } from './private-files.ts';

/** A line that was entered, as it is kept. */
export interface HistoryEntry {
  /** Epoch ms. */
  readonly time: number;
  readonly line: string;
  /** The target at that time, as typed. */
  readonly target: string;
}

/** How many entries are read, and how many bytes are searched for them; older ones stay in the file. */
const most = 10_000;
const mostBytes = 4 * 1024 * 1024;

export const historyFile = (stateDirectory: string): string =>
  path.join(stateDirectory, 'history.jsonl');

/**
 * The file's size in bytes, which shows that another session has written; 0: there is no file, or it cannot be read.
 */
export function historySize(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** The newest entries, oldest first. Invalid ones are skipped; without a file the history is empty. */
export function readHistory(file: string): HistoryEntry[] {
  try {
    return using(openSync(file, constants.O_RDONLY), (open) => lastBytes(open, mostBytes))
      .toString()
      .split('\n')
      .slice(-most - 1)
      .flatMap(parse);
  } catch {
    return [];
  }
}

/**
 * Appends with a single write (O_APPEND), so that sessions can share the file. A line that begins with a blank is not
 * kept. Returns how many bytes were written. @throws if it cannot be written, or belongs to somebody else
 */
export function appendHistory(file: string, entry: HistoryEntry): number {
  if (entry.line.startsWith(' ') || entry.line.trim() === '') return 0;
  return using(openPrivate(file, constants.O_RDWR | constants.O_APPEND), (open) => {
    const end = lastBytes(open, 1).toString();
    // An earlier write that was cut short, by a full disk say, must not spoil this entry.
    const torn = end !== '' && end !== '\n';
    return writeSync(open, `${torn ? '\n' : ''}${JSON.stringify({ v: 1, ...entry })}\n`);
  });
}

function using<T>(open: number, use: (open: number) => T): T {
  try {
    return use(open);
  } finally {
    closeSync(open);
  }
}

function lastBytes(open: number, count: number): Buffer {
  const { size } = fstatSync(open);
  const bytes = Buffer.alloc(Math.min(size, count));
  return bytes.subarray(0, readSync(open, bytes, 0, bytes.length, size - bytes.length));
}

function parse(text: string): HistoryEntry[] {
  if (text === '') return [];
  try {
    const { time, line, target } = JSON.parse(text) as Partial<HistoryEntry>;
    if (typeof line !== 'string' || typeof time !== 'number' || control.test(line)) return [];
    return [{ time, line, target: typeof target === 'string' ? target : '' }];
  } catch {
    return [];
  }
}

/** No line of ours holds these, since they cannot be typed; a tab can be pasted. */
const control = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/;
