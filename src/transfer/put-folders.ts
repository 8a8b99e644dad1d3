import { messageOf } from '../domain/thrown.ts';
import type { TransferOptions } from '../domain/transfer.ts';
import { isOver } from './is-over.ts';
import type { PutEntry } from './put-entry.ts';
import { type Sftp, SftpError } from './sftp.ts';
import type { Tally } from './tally.ts';

/** While files are written into it. */
const writable = 0o700;

/** What is not there after `makeFolders`, and why. */
export interface LackingFolders {
  /** They could not be made: what is in them is left out. */
  readonly refused: readonly string[];
  /** They would be made, were this no dry run. */
  readonly unmade: readonly string[];
}

/** Makes the folders that are not there; in a dry run only to see whether they can be made. */
export async function makeFolders(
  sftp: Sftp,
  folders: readonly PutEntry[],
  { dryRun }: TransferOptions,
  tally: Tally,
): Promise<LackingFolders> {
  const refused: string[] = [];
  const unmade: string[] = [];
  for (const { remote, mode } of folders) {
    if (isWithin(remote, refused) || isWithin(remote, unmade)) continue;
    try {
      const there = await kindOf(sftp, remote);
      if (there === 'folder') continue;
      if (there !== undefined) throw new SftpError('failed', 'is there and is no folder');
      await makeFolder(sftp, remote, mode | writable);
      if (!dryRun) continue;
      await sftp.removeFolder(remote);
      unmade.push(remote);
    } catch (error) {
      if (isOver(error)) throw error;
      refused.push(remote);
      tally.failed(remote, messageOf(error));
    }
  }
  return { refused, unmade };
}

/** Whether it is in one of these folders, however deep. */
export const isWithin = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path.startsWith(`${folder}/`));

/** Modes, owners and times, the deepest first: what is put into a folder changes its time. */
export async function finishFolders(
  sftp: Sftp,
  folders: readonly PutEntry[],
  { uid, gid }: { readonly uid?: number; readonly gid?: number },
  tally: Tally,
): Promise<void> {
  for (const { remote, mode, modified, accessed } of folders.toReversed()) {
    try {
      if (uid !== undefined || gid !== undefined) {
        const now = await sftp.stat(remote);
        await sftp.setAttributes(remote, {
          owner: { uid: uid ?? now.uid, gid: gid ?? now.gid },
        });
      }
      await sftp.setAttributes(remote, { mode, times: { accessed, modified } });
    } catch (error) {
      if (isOver(error)) throw error;
      // a folder that was there may be somebody else's: what is in it is what was asked for
      if ((error as SftpError).kind !== 'denied')
        tally.skipped(remote, `its mode and times: ${messageOf(error)}`);
    }
  }
}

/** Somebody else may have made it just now. */
async function makeFolder(sftp: Sftp, path: string, mode: number): Promise<void> {
  try {
    await sftp.makeFolder(path, mode);
  } catch (error) {
    if (isOver(error) || (await kindOf(sftp, path)) !== 'folder') throw error;
  }
}

async function kindOf(sftp: Sftp, path: string): Promise<string | undefined> {
  try {
    return (await sftp.stat(path)).kind;
  } catch (error) {
    if (error instanceof SftpError && error.kind === 'absent') return undefined;
    throw error;
  }
}
