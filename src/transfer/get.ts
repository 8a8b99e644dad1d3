import path from 'node:path';
import type { Get, TransferFacts } from '../domain/transfer.ts';
import { atOnce } from './at-once.ts';
import { FileGet } from './get-file.ts';
import { finishFolders, getLink } from './get-folders.ts';
import { isOver } from './is-over.ts';
import { LocalPlace } from './local-place.ts';
import { reason } from './local-tree.ts';
import { expandRemote, isWild } from './remote-glob.ts';
import { hostFolder } from './remote-name.ts';
import { openRemotePlace, type RemotePlace } from './remote-place.ts';
import { type RemoteEntry, readRemoteTree } from './remote-tree.ts';
import { Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';

/** Files under way of one host. */
const filesAtOnce = 8;

/** Copies files of one host into a folder of its name. What the host says of names, sizes and links is not believed. */
export async function get(transfer: Get, context: TransferContext): Promise<TransferFacts> {
  const { destination, options } = transfer;
  const place = await openRemotePlace(context, options);
  const local = new LocalPlace(path.join(destination, hostFolder(context.host)));
  try {
    const tally = new Tally(context, []);
    const entries = await remoteEntries(transfer, context, place, tally);
    tally.found(entries.flatMap(({ kind, attributes }) => (kind === 'file' ? [attributes] : [])));
    await copy(transfer, context, place, local, entries, tally);
    return tally.finish();
  } finally {
    place.close();
  }
}

/** All that is to be copied; what cannot be is told. */
async function remoteEntries(
  { sources, options }: Get,
  { signal }: TransferContext,
  { sftp, resolve }: RemotePlace,
  tally: Tally,
): Promise<RemoteEntry[]> {
  const entries: RemoteEntry[] = [];
  const names = new Map<string, string>();
  for (const source of sources) {
    const typed = (await resolve(source)).replace(/(?<=.)\/+$/, '');
    const roots = await expandRemote(sftp, typed);
    if (roots.length === 0) tally.failed(source, 'matches nothing there');
    for (const found of roots) {
      const root = isWild(source) ? found : await wholePath(sftp, found);
      const name = path.posix.basename(root);
      const other = names.get(name);
      if (other === root) continue;
      if (other !== undefined) {
        tally.failed(root, `is called as ${other} is – get them one after the other`);
        continue;
      }
      names.set(name, root);
      const tree = await readRemoteTree(sftp, root, options.links, signal);
      for (const { path, why, skipped } of tree.leftOut) {
        if (skipped) tally.skipped(path, why);
        else tally.failed(path, why);
      }
      for (const entry of tree.entries) entries.push(entry);
    }
  }
  return entries;
}

/** `.` and `..` have no name to be copied under. */
const wholePath = (sftp: RemotePlace['sftp'], at: string): Promise<string> | string =>
  /(^|\/)\.{1,2}(\/|$)/.test(at) ? sftp.realPath(at) : at;

async function copy(
  { options }: Get,
  context: TransferContext,
  place: RemotePlace,
  local: LocalPlace,
  entries: readonly RemoteEntry[],
  tally: Tally,
): Promise<void> {
  const folders = entries.filter(({ kind }) => kind === 'folder');
  const within = entries
    .filter(({ kind }) => kind !== 'folder')
    .map((entry, order) => ({ ...entry, order }));
  const fileGet = new FileGet({ context, place, local, options, tally });
  const tried = async (entry: RemoteEntry & { order?: number }, work: () => Promise<void>) => {
    context.signal.throwIfAborted();
    try {
      await work();
    } catch (error) {
      if (context.signal.aborted || isOver(error)) throw error;
      tally.failed(entry.remote, reason(error as Error), entry.order);
    }
  };
  if (!options.dryRun) {
    for (const folder of folders) await tried(folder, () => local.makeFolder(folder.relative));
  }
  await atOnce(filesAtOnce, within, (entry) =>
    tried(entry, () =>
      entry.kind === 'link' ? getLink(local, entry, options, tally) : fileGet.get(entry),
    ),
  );
  if (!options.dryRun) await finishFolders(local, folders);
}
