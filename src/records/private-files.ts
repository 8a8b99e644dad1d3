import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  type Stats,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../domain/failure.ts';
import { codeOf } from '../domain/thrown.ts';

/**
 * Makes the folder and those above it that are missing, for their owner alone; one that is there is made so.
 * @throws UsageError for one that somebody else owns or may write
 */
export function makePrivateFolder(folder: string): void {
  makeFolders(folder);
  const stats = statSync(folder);
  if (!stats.isDirectory()) throw new Error(`${folder} is no folder`);
  checkOwn(folder, stats);
  if ((stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
}

/**
 * Opens a file for its owner alone, in a folder that is so too. One that is there already is narrowed before anything is
 * written, whatever the umask was when it was made.
 * @throws UsageError for a file or folder that is somebody else's
 */
export function openPrivate(file: string, flags: number): number {
  makePrivateFolder(path.dirname(file));
  return openOwn(file, flags);
}

/** The same in any folder: that is left as it is. */
export function openOwn(file: string, flags: number): number {
  const open = openSync(file, flags | constants.O_CREAT, 0o600);
  try {
    const stats = fstatSync(open);
    if (!isOwn(stats)) throw belongsTo(file, stats);
    if ((stats.mode & 0o777) !== 0o600) fchmodSync(open, 0o600);
    return open;
  } catch (error) {
    closeSync(open);
    throw error;
  }
}

/** mkdir's own `recursive` never ends where a folder that is there says ENOENT of a new one: under /proc, an automounter's /home. */
function makeFolders(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || path.dirname(folder) === folder) throw error;
    makeFolders(path.dirname(folder));
    mkdirSync(folder, { mode: 0o700 });
  }
}

function checkOwn(folder: string, stats: Stats): void {
  if (!isOwn(stats)) throw belongsTo(folder, stats);
  const link = lstatSync(folder);
  if (!isOwn(link)) throw belongsTo(folder, link);
  if ((stats.mode & 0o022) === 0) return;
  throw new UsageError(
    `others may write ${folder} (mode ${(stats.mode & 0o777).toString(8)}), so what is in it need not be yours – look at it, then run: chmod 700 ${folder}`,
  );
}

/** Windows has no owners of this kind. */
const isOwn = ({ uid }: Stats): boolean => uid === (process.getuid?.() ?? uid);

const belongsTo = (file: string, { uid }: Stats): UsageError =>
  new UsageError(
    `${file} belongs to another user (uid ${uid}, you are ${process.getuid?.()}) – set XDG_STATE_HOME to a folder of your own`,
  );
