import { randomBytes } from 'node:crypto';
import { closeSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isAlive } from './is-alive.ts';
import { makePrivateFolder, openPrivate } from './private-files.ts';

/** The folder with the runs of all sessions. */
export const runsFolder = (stateDirectory: string): string => path.join(stateDirectory, 'runs');

/** The name of a session's folder: when it started (UTC, to the second) and four random digits. */
export const sessionName = /^\d{4}-\d\d-\d\dT\d{6}-[0-9a-f]{4}$/;

/** A session of another machine that shares the folder counts as in use if it was written to within this time, ms. */
const foreignMs = 7 * 24 * 3600 * 1000;
/** The same for a session that does not say whose it is. */
const namelessMs = 3600 * 1000;

interface Owner {
  readonly v: 1;
  readonly pid: number;
  readonly machine: string;
  /** Tells the process from a later one with the same id: boot and start time (proc(5)). Empty without /proc. */
  readonly started: string;
}

/** The records of this session. Made with the first run, and marked as in use by us. */
export class SessionFolder {
  readonly path: string;
  #made = false;

  constructor(stateDirectory: string, now = new Date()) {
    const start = now.toISOString().replaceAll(':', '').slice(0, 17);
    this.path = path.join(runsFolder(stateDirectory), `${start}-${randomBytes(2).toString('hex')}`);
  }

  /** @throws when it cannot be made */
  ofRun(number: number): string {
    if (!this.#made) this.#make();
    return path.join(this.path, String(number));
  }

  #make(): void {
    makePrivateFolder(path.dirname(this.path));
    const owner: Owner = {
      v: 1,
      pid: process.pid,
      machine: hostname(),
      started: startOf(process.pid),
    };
    const open = openPrivate(ownerFile(this.path), constants.O_WRONLY | constants.O_TRUNC);
    try {
      writeFileSync(open, `${JSON.stringify(owner)}\n`);
    } finally {
      closeSync(open);
    }
    this.#made = true;
  }
}

/** Whether a tutti may still be writing there; true if in doubt. */
export async function isInUse(folder: string, now: number): Promise<boolean> {
  const { mtimeMs } = await stat(folder);
  const owner = await readFile(ownerFile(folder), 'utf8').then(parseOwner, () => undefined);
  if (!owner) return now - mtimeMs < namelessMs;
  if (owner.machine !== hostname()) return now - mtimeMs < foreignMs;
  if (!isAlive(owner.pid)) return false;
  const started = startOf(owner.pid);
  return started === '' || owner.started === '' || started === owner.started;
}

const ownerFile = (folder: string): string => path.join(folder, 'owner.json');

function parseOwner(text: string): Owner | undefined {
  try {
    const owner = JSON.parse(text) as Owner;
    return Number.isSafeInteger(owner.pid) && owner.pid > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}

function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`;
  } catch {
    return '';
  }
}
