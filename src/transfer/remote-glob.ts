import { messageOf } from '../domain/thrown.ts';
import { atOnce } from './at-once.ts';
import { fitsPattern, isWild, literalText, readPattern } from './get-pattern.ts';
import { isOver } from './is-over.ts';
import { joined } from './remote-destination.ts';
import { refusedName } from './remote-name.ts';
import type { FolderEntry, Sftp } from './sftp.ts';

export interface Expanded {
  /** Sorted, folder by folder. */
  readonly paths: readonly string[];
  /** What matches but has a name that cannot be one here, and folders that cannot be read. */
  readonly refused: readonly { readonly path: string; readonly why: string }[];
}

/** Folders read at once. */
const foldersAtOnce = 8;

/**
 * The remote paths that a pattern with `*`, `?`, `[…]` matches, as a shell would find them; a backslash takes
 * the meaning of what follows it. One without wildcards is itself, there or not. `pattern` is absolute.
 * Rejects only when the link is lost.
 */
export async function expandRemote(sftp: Sftp, pattern: string): Promise<Expanded> {
  const parts = pattern.split('/').filter((part) => part !== '');
  const refused: { path: string; why: string }[] = [];
  let paths = ['/'];
  for (const [at, part] of parts.entries()) {
    if (!isWild(part)) {
      paths = paths.map((folder) => joined(folder, literalText(part)));
      continue;
    }
    const last = at === parts.length - 1;
    const lists = new Map<string, string[]>();
    await atOnce(foldersAtOnce, paths, async (folder) => {
      const entries = await namesIn(sftp, folder, (why) => refused.push({ path: folder, why }));
      const found = matching(entries, part, last);
      for (const entry of found) {
        const why = refusedName(entry);
        if (why !== undefined) refused.push({ path: joined(folder, entry.name), why });
      }
      const safe = found.filter((entry) => refusedName(entry) === undefined);
      lists.set(folder, safe.map(({ name }) => joined(folder, name)).sort());
    });
    paths = paths.flatMap((folder) => lists.get(folder) ?? []);
  }
  return { paths, refused };
}

async function namesIn(
  sftp: Sftp,
  folder: string,
  refuse: (why: string) => void,
): Promise<readonly FolderEntry[]> {
  try {
    return await sftp.readFolder(folder);
  } catch (error) {
    if (isOver(error)) throw error;
    // One that is not there, or is a file, matches nothing; in one that is closed there might be something.
    if ((await kindOf(sftp, folder)) === 'folder') refuse(messageOf(error));
    return [];
  }
}

async function kindOf(sftp: Sftp, at: string): Promise<string | undefined> {
  try {
    return (await sftp.stat(at)).kind;
  } catch (error) {
    if (isOver(error)) throw error;
    return undefined;
  }
}

function matching(entries: readonly FolderEntry[], part: string, last: boolean): FolderEntry[] {
  const wanted = readPattern(part);
  // Names that begin with a dot are found only by one.
  const hidden = part.startsWith('.') || part.startsWith('\\.');
  const isMeant = ({ name, attributes: { kind } }: FolderEntry) =>
    (hidden || !name.startsWith('.')) && (last || kind === 'folder' || kind === 'link');
  return entries.filter(
    (entry) =>
      fitsPattern(entry.name, wanted) && (isMeant(entry) || refusedName(entry) !== undefined),
  );
}
