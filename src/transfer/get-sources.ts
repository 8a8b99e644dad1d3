import path from 'node:path';
import type { Get } from '../domain/transfer.ts';
import type { GetEntry } from './get-file.ts';
import { isWild } from './get-pattern.ts';
import { isOver } from './is-over.ts';
import { expandRemote } from './remote-glob.ts';
import type { RemotePlace } from './remote-place.ts';
import { mostEntries, type RemoteTree, readRemoteTree } from './remote-tree.ts';
import { SftpError } from './sftp.ts';
import type { Tally } from './tally.ts';

/** Reads all that is to be copied from one host; what cannot be is told. Rejects only when the link is lost. */
export async function readSources(
  { sources, options }: Get,
  { sftp, resolve }: RemotePlace,
  signal: AbortSignal,
  tally: Tally,
): Promise<GetEntry[]> {
  const entries: GetEntry[] = [];
  const names = new Map<string, string>();
  let order = 0;

  const addRoot = async (source: string, root: string): Promise<void> => {
    const name = path.posix.basename(root);
    const other = names.get(name);
    if (other === root) return;
    if (other !== undefined) {
      tally.failed(root, `two sources are called ${name} – get them one after the other`);
      return;
    }
    names.set(name, root);
    const most = mostEntries - entries.length;
    const tree = await readRemoteTree(sftp, root, options.links, signal, most);
    tellLeftOut(tree, tally);
    const heading = headingOf(source, name, tree);
    for (const entry of tree.entries) {
      entries.push({ ...entry, heading, order: entry.kind === 'folder' ? -1 : order++ });
    }
    const copied = tree.entries.filter(({ kind }) => kind !== 'folder');
    const sizes = copied.map(({ kind, attributes: { size } }) => ({
      size: kind === 'file' ? size : 0,
    }));
    tally.found(sizes, { each: options.dryRun === true });
  };

  for (const source of sources) {
    signal.throwIfAborted();
    try {
      const typed = (await resolve(source)).replace(/(?<=.)\/+$/, '');
      const { paths, refused } = await expandRemote(sftp, typed);
      for (const { path, why } of refused) tally.failed(path, why);
      if (paths.length + refused.length === 0) tally.failed(source, 'matches nothing there');
      for (const found of paths) {
        await addRoot(source, isWild(source) ? found : await wholePath(sftp, found));
      }
    } catch (error) {
      if (signal.aborted || isOver(error) || !(error instanceof SftpError)) throw error;
      tally.failed(source, error.message);
    }
  }
  return entries;
}

/** `.` and `..` have no name to be copied under. */
const wholePath = (sftp: RemotePlace['sftp'], at: string): Promise<string> | string =>
  /(^|\/)\.{1,2}(\/|$)/.test(at) ? sftp.realPath(at) : at;

function tellLeftOut({ leftOut }: RemoteTree, tally: Tally): void {
  for (const { path, why, skipped } of leftOut) {
    if (skipped) tally.skipped(path, why);
    else tally.failed(path, why);
  }
}

/** `/etc/nginx → nginx/`; for a pattern itself, whatever it has found. */
function headingOf(source: string, name: string, { entries: [root] }: RemoteTree): string {
  if (isWild(source)) return source;
  return `${source} → ${name}${root?.kind === 'folder' ? '/' : ''}`;
}
