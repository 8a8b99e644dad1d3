import { createHmac, randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { UnknownKey } from '../domain/host-key.ts';

type Recorded = Pick<UnknownKey, 'file' | 'name' | 'type' | 'key' | 'hashed'>;

/** Adds a line for each key to its file and leaves every other byte as it was. @throws when a file cannot be written. */
export function recordKeys(keys: readonly Recorded[]): void {
  const files = new Map<string, Set<string>>();
  for (const key of keys) {
    const lines = files.get(key.file) ?? new Set();
    files.set(key.file, lines.add(`${nameOf(key)} ${key.type} ${key.key}\n`));
  }
  for (const [file, lines] of files) append(file, [...lines].join(''));
}

/** Not in /dev/null, a folder, a pipe; a file that there is not yet will do. */
export function keepsKeys(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true;
  } catch {
    // Why it cannot be written is told by the one who tries.
    return true;
  }
}

/** One write with O_APPEND: two processes at once cannot mix their lines. */
function append(file: string, lines: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'a+', 0o600);
  try {
    const stats = fstatSync(fd);
    const { size } = stats;
    // A device is not ours: without /dev/null nothing works on this machine.
    if (stats.isFile() && size === 0) fchmodSync(fd, 0o600);
    writeSync(fd, endsLine(fd, size) ? lines : `\n${lines}`);
  } finally {
    closeSync(fd);
  }
}

function endsLine(fd: number, size: number): boolean {
  if (size === 0) return true;
  const last = Buffer.alloc(1);
  return readSync(fd, last, 0, 1, size - 1) === 0 || last[0] === 0x0a;
}

/** `|1|salt|hash` where names are hashed (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
function nameOf({ name, hashed }: Recorded): string {
  if (!hashed) return name;
  const salt = randomBytes(20);
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
