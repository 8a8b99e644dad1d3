import { readlink } from 'node:fs/promises';
import type { TransferOptions } from '../domain/transfer.ts';
import type { GetEntry } from './get-file.ts';
import type { LocalPlace } from './local-place.ts';
import type { RemoteEntry } from './remote-tree.ts';
import type { FileEnd, Tally } from './tally.ts';
import { umask } from './umask.ts';

/** Mode and times of a folder, when all is in it: what comes into a folder changes its time. */
export function finishFolder(
  local: LocalPlace,
  { relative, attributes: { mode, accessed, modified } }: RemoteEntry,
): Promise<void> {
  // The next get must get in.
  const ours = (mode & 0o777 & ~umask()) | 0o700;
  return local.finishFolder(relative, { mode: ours, accessed, modified });
}

/** Makes the link anew; one of that name is replaced, and nothing else. */
export async function getLink(
  local: LocalPlace,
  { order, heading, relative, target = '' }: GetEntry,
  { dryRun }: TransferOptions,
  tally: Tally,
): Promise<void> {
  const there = await local.find(relative);
  const line = `${relative} → ${target}`;
  const ended = (end: FileEnd, words: string) => tally.ended(order, end, 0, heading, words);
  if (there?.isSymbolicLink() && (await readlink(local.at(relative))) === target) {
    local.keep(there, relative);
    ended('unchanged', `${line}  unchanged`);
    return;
  }
  if (there && !there.isSymbolicLink()) {
    throw new Error(`${relative} is here and is no link – remove it, or write another folder`);
  }
  if (dryRun) {
    ended('would-copy', `${line}  ${there ? 'differs' : 'missing'}`);
    return;
  }
  await local.link(target, relative);
  ended('copied', line);
}
