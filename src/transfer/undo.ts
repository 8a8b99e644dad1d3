import { messageOf } from '../domain/thrown.ts';
import type { TransferFacts, Undo } from '../domain/transfer.ts';
import { isOver } from './is-over.ts';
import type { LocalEntry } from './local-tree.ts';
import { joined, remoteRoots } from './remote-destination.ts';
import { openRemotePlace } from './remote-place.ts';
import { keptName, linkedFile } from './replace-remote.ts';
import { type Sftp, SftpError } from './sftp.ts';
import { type FileEnd, Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';

/** Puts the files back that a put has replaced and kept. What was new stays, and is named. */
export async function undo({ put }: Undo, context: TransferContext): Promise<TransferFacts> {
  const { sources, destination, options } = put;
  const { entries } = await context.files.tree(sources, options.links);
  const place = await openRemotePlace(context, options);
  try {
    const copied = sources.map((path, at) => {
      const root = entries.find(({ source, relative }) => source === at && relative === '');
      return { path, kind: root?.kind === 'folder' ? 'folder' : 'file' } as const;
    });
    const roots = await remoteRoots(place.sftp, await place.resolve(destination), copied);
    const files = [...entries.filter(({ kind }) => kind === 'file'), ...gone(sources, entries)];
    const tally = new Tally(context, files);
    for (const [order, { source, relative, size }] of files.entries()) {
      context.signal.throwIfAborted();
      const root = roots[source] ?? '';
      const remote = relative === '' ? root : joined(root, relative);
      await putBack(place.sftp, { order, remote, backup: options.backup ?? '', size }, tally);
    }
    return tally.finish();
  } finally {
    place.close();
  }
}

/** A file that is here no more has its old one there all the same. */
const gone = (sources: readonly string[], entries: readonly LocalEntry[]) =>
  [...sources.keys()]
    .filter((at) => !entries.some(({ source }) => source === at))
    .map((source) => ({ source, relative: '', size: 0 }));

interface Kept {
  readonly order: number;
  readonly remote: string;
  readonly backup: string;
  readonly size: number;
}

async function putBack(
  sftp: Sftp,
  { order, remote, backup, size }: Kept,
  tally: Tally,
): Promise<void> {
  const ended = (end: FileEnd, words: string) =>
    tally.ended(order, end, size, 'put back', `${remote}  ${words}`);
  try {
    const final = await linkedFile(sftp, remote);
    await sftp.rename(keptName(final, backup), final);
    ended('copied', 'put back');
  } catch (error) {
    if (isOver(error)) throw error;
    if (error instanceof SftpError && error.kind === 'absent') {
      ended('unchanged', 'no old file is kept: left as it is');
    } else tally.failed(remote, messageOf(error), order);
  }
}
