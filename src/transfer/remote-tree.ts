import path from 'node:path';
import { safeText } from '../domain/output.ts';
import { messageOf } from '../domain/thrown.ts';
import { isOver } from './is-over.ts';
import { staysInside } from './link-target.ts';
import type { LeftOut } from './local-tree.ts';
import { joined } from './remote-destination.ts';
import { refusedName } from './remote-name.ts';
import { type Attributes, type Sftp, SftpError } from './sftp.ts';

/** All that is in a remote file or folder; a folder stands before what is in it. */
export interface RemoteTree {
  readonly entries: readonly RemoteEntry[];
  readonly leftOut: readonly LeftOut[];
}

export interface RemoteEntry {
  readonly kind: 'file' | 'folder' | 'link';
  readonly remote: string;
  /** Below the place it is copied to, with `/`; each component is safe as a name. */
  readonly relative: string;
  readonly attributes: Attributes;
  readonly target?: string;
}

const deepest = 64;
/** Of one host: a listing without end does not fill our disk. */
export const mostEntries = 1_000_000;

/** Reads the tree under `root`, to be copied under the name `name`. Rejects only when the link is lost. */
export async function readRemoteTree(
  sftp: Sftp,
  root: string,
  links: 'copy' | 'follow' | undefined,
  signal: AbortSignal,
  most = mostEntries,
): Promise<RemoteTree> {
  const entries: RemoteEntry[] = [];
  const leftOut: LeftOut[] = [];
  const name = path.posix.basename(root);

  const leave = (at: string, why: string, skipped = false) => {
    if (leftOut.length > most) throw new TooManyError();
    leftOut.push({ path: safeText(at), why: safeText(why), ...(skipped && { skipped }) });
  };

  const add = async (
    remote: string,
    relative: string,
    known: Attributes | undefined,
    above: readonly string[],
  ): Promise<void> => {
    signal.throwIfAborted();
    if (entries.length >= most) throw new TooManyError();
    const isRoot = above.length === 0;
    let attributes = known ?? (await sftp.stat(remote));
    // What was asked for by name is meant, also when it is a link.
    if (attributes.kind === 'link' && (isRoot || links === 'follow'))
      attributes = await sftp.stat(remote);
    switch (attributes.kind) {
      case 'file':
        entries.push({ kind: 'file', remote, relative, attributes });
        return;
      case 'folder':
        await addFolder(remote, relative, attributes, above);
        return;
      case 'link':
        await addLink(remote, relative, attributes);
        return;
      case 'other':
        if (isRoot) leave(remote, 'is no file and no folder');
        else leave(remote, 'is no file and no folder: skipped', true);
        return;
      default:
        attributes.kind satisfies never;
    }
  };

  const addLink = async (remote: string, relative: string, attributes: Attributes) => {
    if (links !== 'copy') {
      leave(remote, 'is a symbolic link: skipped (--links copy or follow)', true);
      return;
    }
    const target = await sftp.readLink(remote);
    const inTree = relative.slice(name.length + 1);
    if (staysInside(inTree, target)) {
      entries.push({ kind: 'link', remote, relative, attributes, target });
    } else leave(remote, `is a link out of what is copied (${target}): skipped`, true);
  };

  const addFolder = async (
    remote: string,
    relative: string,
    attributes: Attributes,
    above: readonly string[],
  ) => {
    if (above.length >= deepest) throw new SftpError('failed', `more than ${deepest} folders deep`);
    // Only a followed link can lead back into a folder that it is in.
    const real = links === 'follow' ? await sftp.realPath(remote) : remote;
    if (above.includes(real)) {
      leave(remote, 'is a link into itself: skipped', true);
      return;
    }
    const names = await sftp.readFolder(remote);
    entries.push({ kind: 'folder', remote, relative, attributes });
    for (const entry of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const below = joined(remote, entry.name);
      const refused = refusedName(entry);
      if (refused !== undefined) leave(below, refused);
      else await tryAdd(below, `${relative}/${entry.name}`, entry.attributes, [...above, real]);
    }
  };

  const tryAdd = async (...args: Parameters<typeof add>): Promise<void> => {
    try {
      await add(...args);
    } catch (error) {
      if (signal.aborted || isOver(error) || error instanceof TooManyError) throw error;
      leave(args[0], messageOf(error));
    }
  };

  const refused = refusedName({ name });
  if (refused !== undefined) leave(root, 'is no file or folder that has a name – write its path');
  else {
    await tryAdd(root, name, undefined, []).catch((error) => {
      if (!(error instanceof TooManyError)) throw error;
      const why = `more than ${mostEntries} files on one host: the rest is left out`;
      leftOut.push({ path: safeText(root), why });
    });
  }
  return { entries, leftOut };
}

/** The walk ends with it. */
class TooManyError extends Error {
  override readonly name = 'TooManyError';
}
