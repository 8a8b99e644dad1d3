import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { UsageError } from '../domain/failure.ts';
import { safeText } from '../domain/output.ts';
import { codeOf } from '../domain/thrown.ts';
import { headLine } from './debug-log.ts';
import { isAlive } from './is-alive.ts';
import { makePrivateFolder, openOwn } from './private-files.ts';

/** Logs of earlier starts that stay when there is a new one. */
const mostKept = 9;

/** Where the logs of all starts are. */
export const debugFolder = (stateDirectory: string): string => path.join(stateDirectory, 'debug');

/**
 * Makes a log of its own for this start; of the earlier ones only the newest stay. `head`: its first line.
 * Returns its path. @throws UsageError where it cannot be made
 */
export function newDebugFile(stateDirectory: string, head: string, now = new Date()): string {
  const folder = debugFolder(stateDirectory);
  const start = now.toISOString().replaceAll(':', '').slice(0, 17);
  const file = path.join(folder, `${start}-${process.pid}.log`);
  refusing(file, () => {
    makePrivateFolder(folder);
    forgetOld(folder);
  });
  return openDebugFile(file, head);
}

/**
 * Makes the file, for its owner alone, or goes on in one that is such a log already. Returns its whole path.
 * @throws UsageError where it cannot be made, and for a file that is anything else
 */
export function openDebugFile(name: string, head: string): string {
  const file = path.resolve(name);
  refusing(file, () => {
    // What is full goes to the second one.
    for (const each of [file, `${file}.1`]) checkIsLog(each);
    const open = openOwn(file, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
    writeSync(open, `${headLine}: ${safeText(head)}\n`);
    closeSync(open);
  });
  return file;
}

function refusing(file: string, open: () => void): void {
  try {
    open();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why = (code && reasons[code]) ?? message;
    throw new UsageError(
      `no debug log can be written to ${safeText(file)}: ${safeText(why)} – name another file: --debug=FILE`,
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  ELOOP: 'it is a link',
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EACCES: 'that is not permitted',
  EPERM: 'that is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

/** Before anything is changed of it: it may be any file of the operator's. */
function checkIsLog(file: string): void {
  const open = openToLook(file);
  if (open === undefined) return;
  try {
    const stats = fstatSync(open);
    if (stats.isDirectory())
      throw new UsageError(`--debug: ${safeText(file)} is a folder – name a file in it`);
    const first = Buffer.alloc(headLine.length);
    const length = stats.isFile() ? readSync(open, first) : 1;
    const isLog = length === 0 || first.toString() === headLine;
    if (isLog && stats.uid === (process.getuid?.() ?? stats.uid)) return;
    throw new UsageError(
      `--debug: ${safeText(file)} is there and no debug log of yours – name another file`,
    );
  } finally {
    closeSync(open);
  }
}

function openToLook(file: string): number | undefined {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Not one that another tutti may write, which its name tells. */
function forgetOld(folder: string): void {
  const logs = readdirSync(folder).filter((name) => logName.test(name));
  for (const name of logs.sort().slice(0, -mostKept)) {
    if (isAlive(Number(logName.exec(name)?.[1]))) continue;
    for (const part of [name, `${name}.1`]) rmSync(path.join(folder, part), { force: true });
  }
}

const logName = /^\d{4}-\d\d-\d\dT\d{6}-(\d+)\.log$/;
