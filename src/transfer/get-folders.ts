import { randomBytes } from 'node:crypto';
import { chmod, lstat, readlink, rename, rm, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { TransferOptions } from '../domain/transfer.ts';
import type { GetEntry } from './get-file.ts';
import type { LocalPlace } from './local-place.ts';
import type { RemoteEntry } from './remote-tree.ts';
import type { FileEnd, Tally } from './tally.ts';
import { umask } from './umask.ts';

/** Modes and times, the deepest first: what comes into a folder changes its time. */
export async function finishFolders(
  local: LocalPlace,
  folders: readonly RemoteEntry[],
): Promise<void> {
  for (const { relative, attributes } of folders.toReversed()) {
    const folder = local.at(relative);
    const found = await lstat(folder).catch(() => undefined);
    if (!found?.isDirectory()) continue;
    await chmod(folder, (attributes.mode & 0o777 & ~umask()) | 0o700);
    await utimes(folder, attributes.accessed, attributes.modified);
  }
}

/** Makes the link anew; one of that name is replaced, and nothing else. */
export async function getLink(
  local: LocalPlace,
  { order, relative, remote, target = '' }: GetEntry,
  { dryRun }: TransferOptions,
  tally: Tally,
): Promise<void> {
  const final = local.at(relative);
  const there = await lstat(final).catch(() => undefined);
  const line = `${relative} → ${target}`;
  const ended = (end: FileEnd, words: string) =>
    tally.ended(order, end, 0, path.posix.dirname(remote), words);
  if (there?.isSymbolicLink() && (await readlink(final)) === target) {
    ended('unchanged', `${line}  unchanged`);
    return;
  }
  if (there && !there.isSymbolicLink()) throw new Error(`${final} is there and is no link`);
  if (dryRun) {
    ended('would-copy', `${line}  ${there ? 'differs' : 'missing'}`);
    return;
  }
  await local.makeFolder(path.posix.dirname(relative).replace(/^\.$/, ''));
  const part = `${final}.${randomBytes(6).toString('hex')}.part`;
  await symlink(target, part);
  try {
    await rename(part, final);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  ended('copied', line);
}
