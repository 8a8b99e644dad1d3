import type { Stats } from 'node:fs';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { safeText } from '../domain/output.ts';
import { codeOf, messageOf } from '../domain/thrown.ts';
import { staysInside } from './link-target.ts';

/** All that is in some files and folders; a folder stands before what is in it. */
export interface LocalTree {
  readonly entries: readonly LocalEntry[];
  readonly leftOut: readonly LeftOut[];
}

export interface LocalEntry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly path: string;
  /** Which of the sources it belongs to. */
  readonly source: number;
  /** Below that source, with `/`; empty for the source itself. */
  readonly relative: string;
  readonly size: number;
  /** Permission bits without setuid, setgid and sticky. */
  readonly mode: number;
  /** Seconds since 1970, with fractions. */
  readonly modified: number;
  readonly accessed: number;
  /** What a link says. */
  readonly target?: string;
}

/** What cannot be copied, safe to show. */
export interface LeftOut {
  readonly path: string;
  readonly why: string;
  /** Left out by rule; otherwise it failed. */
  readonly skipped?: true;
}

const deepest = 64;

/** Reads the tree. Never rejects: what cannot be read is left out, with the reason. */
export async function readLocalTree(
  sources: readonly string[],
  links: 'copy' | 'follow' | undefined,
): Promise<LocalTree> {
  const entries: LocalEntry[] = [];
  const leftOut: LeftOut[] = [];

  /** `above`: the real paths of the folders it is in, so that a loop of links is seen. */
  const add = async (source: number, relative: string, above: readonly string[]): Promise<void> => {
    const root = sources[source] ?? '';
    const file = relative === '' ? root : `${root}/${relative}`;
    // A source that is a link itself is meant, as with cp.
    const found = await (relative === '' || links === 'follow' ? stat(file) : lstat(file));
    if (found.isSymbolicLink()) {
      await addLink(source, relative, file, found);
    } else if (found.isFile()) {
      entries.push(entryOf('file', file, source, relative, found));
    } else if (found.isDirectory()) {
      await addFolder(source, relative, file, found, above);
    } else if (relative === '') leave(file, 'is no file and no folder');
    else leave(file, 'is no file and no folder: skipped', true);
  };

  const addLink = async (source: number, relative: string, file: string, found: Stats) => {
    if (links !== 'copy') {
      leave(file, 'is a symbolic link: skipped (--links copy or follow)', true);
      return;
    }
    const target = await readlink(file);
    if (!staysInside(relative, target)) {
      leave(file, `is a link out of what is copied (${target}): skipped`, true);
      return;
    }
    entries.push({ ...entryOf('link', file, source, relative, found), target });
  };

  const addFolder = async (
    source: number,
    relative: string,
    file: string,
    found: Stats,
    above: readonly string[],
  ) => {
    const real = await realpath(file);
    if (above.includes(real)) {
      leave(file, 'is a link into itself: skipped', true);
      return;
    }
    if (above.length >= deepest) throw new Error(`more than ${deepest} folders deep`);
    const names = await readdir(file, { encoding: 'buffer' });
    entries.push(entryOf('folder', file, source, relative, found));
    for (const bytes of names.sort(Buffer.compare)) {
      const name = bytes.toString();
      if (!Buffer.from(name).equals(bytes)) {
        leave(`${file}/${name}`, `its name is no UTF-8 (hex ${bytes.toString('hex')})`);
        continue;
      }
      const below = relative === '' ? name : `${relative}/${name}`;
      await add(source, below, [...above, real]).catch((error: Error) =>
        leave(`${file}/${name}`, reason(error)),
      );
    }
  };

  const leave = (file: string, why: string, skipped = false) =>
    leftOut.push({ path: safeText(file), why: safeText(why), ...(skipped && { skipped }) });

  for (const [source, file] of sources.entries()) {
    await add(source, '', []).catch((error: Error) => leave(file, reason(error)));
  }
  return { entries, leftOut };
}

function entryOf(
  kind: LocalEntry['kind'],
  file: string,
  source: number,
  relative: string,
  { size, mode, mtimeMs, atimeMs }: Stats,
): LocalEntry {
  const times = { modified: mtimeMs / 1000, accessed: atimeMs / 1000 };
  return { kind, path: path.resolve(file), source, relative, size, mode: mode & 0o777, ...times };
}

/** A system error without its path, which is told already. */
export function reason(error: unknown): string {
  const code = codeOf(error);
  const known: Readonly<Record<string, string>> = {
    ENOENT: 'is not there',
    EACCES: 'cannot be read here: permission denied',
    EPERM: 'is not allowed here',
    ENOSPC: 'no space left on this machine',
    EDQUOT: 'your quota on this machine is used up',
    EROFS: 'this file system is read-only',
    ELOOP: 'is a loop of links',
    ENAMETOOLONG: 'its name is too long for this machine',
    EISDIR: 'is a folder here',
    ENOTDIR: 'something on the way is no folder here',
  };
  return known[code ?? ''] ?? messageOf(error);
}
