import { createHash } from 'node:crypto';
import { closeSync, constants, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makePrivateFolder, openPrivate } from '../records/private-files.ts';
import type { Names } from './names.ts';

export interface KeptNames extends Names {
  /** The inventory file is as it was then. What other files or programs say may have changed. */
  readonly fresh: boolean;
}

/** What is written: of which file, and in what state it was. */
interface Kept {
  readonly v: 1;
  readonly file: string;
  readonly stamp: string;
  readonly hosts: readonly string[];
  readonly groups: readonly (readonly [string, number])[];
}

/** The names an inventory had when it was last read; nothing where none are kept. */
export function readKeptNames(cache: string, inventory: string): KeptNames | undefined {
  try {
    const file = path.resolve(inventory);
    makePrivateFolder(path.join(cache, 'names'));
    const kept = JSON.parse(readFileSync(placeOf(cache, file), 'utf8')) as Kept;
    if (kept.v !== 1 || kept.file !== file) return undefined;
    const { hosts, groups, stamp } = kept;
    return { hosts, groups: new Map(groups), fresh: stamp === stampOf(file) };
  } catch {
    return undefined;
  }
}

/** Keeps them for Tab, which must neither wait for an inventory nor run its programs. Where it cannot, nothing is said. */
export function keepNames(cache: string, inventory: string, { hosts, groups }: Names): void {
  try {
    const file = path.resolve(inventory);
    const kept: Kept = { v: 1, file, stamp: stampOf(file), hosts, groups: [...groups] };
    const place = placeOf(cache, file);
    const part = `${place}.${process.pid}`;
    const open = openPrivate(part, constants.O_WRONLY | constants.O_TRUNC);
    try {
      writeFileSync(open, JSON.stringify(kept));
    } finally {
      closeSync(open);
    }
    renameSync(part, place);
  } catch {
    // Tab is slower, or offers no names.
  }
}

const placeOf = (cache: string, file: string): string =>
  path.join(cache, 'names', `${createHash('sha256').update(file).digest('hex').slice(0, 32)}.json`);

function stampOf(file: string): string {
  const stats = statSync(file);
  // Of a pipe nothing can be told.
  if (!stats.isFile()) throw new Error(`${file} is no file`);
  const { mtimeMs, size, ino } = stats;
  return `${mtimeMs} ${size} ${ino}`;
}
