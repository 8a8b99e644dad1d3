import type { TransferFacts, Undo } from '../domain/transfer.ts';
import { isOver } from './is-over.ts';
import { joined, remoteRoots } from './remote-destination.ts';
import { openRemotePlace } from './remote-place.ts';
import { type Sftp, SftpError } from './sftp.ts';
import { Tally } from './tally.ts';
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
    const files = entries.filter(({ kind }) => kind === 'file');
    const tally = new Tally(context, files);
    for (const [order, { source, relative, size }] of files.entries()) {
      context.signal.throwIfAborted();
      const root = roots[source] ?? '';
      const final = relative === '' ? root : joined(root, relative);
      const kept = `${final}.tutti-${options.backup}`;
      await putBack(place.sftp, { order, final, kept, size }, tally);
    }
    return tally.finish();
  } finally {
    place.close();
  }
}

interface Kept {
  readonly order: number;
  readonly final: string;
  readonly kept: string;
  readonly size: number;
}

async function putBack(
  sftp: Sftp,
  { order, final, kept, size }: Kept,
  tally: Tally,
): Promise<void> {
  try {
    await sftp.rename(kept, final);
    tally.ended(order, 'copied', size, 'put back', `${final}  put back`);
  } catch (error) {
    if (isOver(error)) throw error;
    if (error instanceof SftpError && error.kind === 'absent') {
      tally.ended(
        order,
        'unchanged',
        size,
        'put back',
        `${final}  nothing was replaced: left as it is`,
      );
    } else tally.failed(final, (error as Error).message, order);
  }
}
