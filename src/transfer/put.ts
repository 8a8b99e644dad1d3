import path from 'node:path';
import { messageOf } from '../domain/thrown.ts';
import type { Put, TransferFacts } from '../domain/transfer.ts';
import { atOnce } from './at-once.ts';
import { isOver } from './is-over.ts';
import type { LocalEntry } from './local-tree.ts';
import type { PutEntry } from './put-entry.ts';
import { FilePut } from './put-file.ts';
import { finishFolders, isWithin, makeFolders } from './put-folders.ts';
import { putLink } from './put-link.ts';
import { joined, remoteRoots } from './remote-destination.ts';
import { openRemotePlace, type RemotePlace } from './remote-place.ts';
import { Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';

/** Files under way on one host: small ones then do not wait a round trip each. */
const filesAtOnce = 8;

/** Copies local files to one host. Each has its final name only when it is whole. */
export async function put(transfer: Put, context: TransferContext): Promise<TransferFacts> {
  const { sources, options } = transfer;
  const tree = await context.files.tree(sources, options.links);
  const place = await openRemotePlace(context, options);
  try {
    const entries = await withDestinations(transfer, tree.entries, place);
    const files = entries.filter(({ kind }) => kind === 'file');
    const tally = new Tally(context, files);
    for (const { path, why, skipped } of tree.leftOut) {
      if (skipped) tally.skipped(path, why);
      else tally.failed(path, why);
    }
    await copy(transfer, context, place, entries, tally);
    return tally.finish();
  } finally {
    place.close();
  }
}

async function withDestinations(
  { sources, destination }: Put,
  entries: readonly LocalEntry[],
  place: RemotePlace,
): Promise<PutEntry[]> {
  const copied = sources.map((source, at) => {
    const root = entries.find((entry) => entry.source === at && entry.relative === '');
    return { path: source, kind: root?.kind === 'folder' ? 'folder' : 'file' } as const;
  });
  const resolved = await place.resolve(destination);
  const roots = await remoteRoots(place.sftp, resolved, copied);
  let next = 0;
  return entries.map((entry) => {
    const root = roots[entry.source] ?? path.posix.sep;
    const order = entry.kind === 'folder' ? -1 : next++;
    const remote = entry.relative === '' ? root : joined(root, entry.relative);
    const shown = `${bare(destination)}${remote.slice(bare(resolved).length)}`;
    return { ...entry, order, remote, shown };
  });
}

/** Without the slash that means into it. */
const bare = (folder: string): string => folder.replace(/\/+$/, '');

async function copy(
  { options }: Put,
  context: TransferContext,
  place: RemotePlace,
  entries: readonly PutEntry[],
  tally: Tally,
): Promise<void> {
  const owner = await place.ownership(options);
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const { refused, unmade } = await makeFolders(place.sftp, folders, options, tally);
  const within = entries.filter(
    ({ kind, remote }) => kind !== 'folder' && !isWithin(remote, refused),
  );
  const filePut = new FilePut({ context, place, options, owner, tally, unmade });
  await atOnce(filesAtOnce, within, async (entry) => {
    context.signal.throwIfAborted();
    try {
      if (entry.kind === 'link') await putLink(place.sftp, entry, options, tally);
      else await filePut.put(entry);
    } catch (error) {
      if (context.signal.aborted || isOver(error)) throw error;
      tally.failed(entry.shown, messageOf(error), entry.order);
    }
  });
  if (!options.dryRun) await finishFolders(place.sftp, folders, owner, tally);
}
