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
 * Makes the folder, and missing ones above it, private to their owner; an existing one is narrowed. @throws UsageError
 * for one that somebody else owns or can write to
 */
export function makePrivateFolder(folder: string): void {
  makeFolders(folder);
  const stats = statSync(folder);
  if (!stats.isDirectory()) throw new Error(`${folder} is no folder`);
  checkOwn(folder, stats);
  if ((stats.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
}

/**
 * Opens a file that is private to its owner, in a private folder. An existing one is narrowed before anything is
 * written, whatever the umask was when it was made. @throws UsageError for a file or folder that belongs to somebody
 * else
 */
export function openPrivate(file: string, flags: number): number {
  makePrivateFolder(path.dirname(file));
  return openOwn(file, flags);
}

/** The same in any folder, which is left as it is. */
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

/**
 * mkdir's own `recursive` never ends if an existing folder reports ENOENT for a new one: under /proc, or an
 * automounter's /home.
 */
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
