import { randomBytes } from 'node:crypto';
import type { TransferOptions } from '../domain/transfer.ts';
import type { PutEntry } from './put-entry.ts';
import { type Sftp, SftpError } from './sftp.ts';
import type { Tally } from './tally.ts';

/** Makes a symbolic link as the local one is; an other one under this name is replaced at once. */
export async function putLink(
  sftp: Sftp,
  { order, remote, shown, target = '', path }: PutEntry,
  { dryRun }: TransferOptions,
  tally: Tally,
): Promise<void> {
  const before = await linkAt(sftp, remote);
  const line = `${shown} → ${target}`;
  if (before === target) {
    tally.ended(order, 'unchanged', 0, path, `${line}  unchanged`);
    return;
  }
  if (dryRun) {
    tally.ended(
      order,
      'would-copy',
      0,
      path,
      `${line}  ${before === undefined ? 'missing' : 'differs'}`,
    );
    return;
  }
  const temporary = `${remote}.${randomBytes(4).toString('hex')}.part`;
  await sftp.makeLink(target, temporary);
  try {
    await sftp.rename(temporary, remote);
  } catch (error) {
    await sftp.remove(temporary).catch(() => {});
    throw error;
  }
  tally.ended(order, 'copied', 0, path, line);
}

/** What is said by the link that is there; undefined where nothing is. Rejects for what is no link. */
async function linkAt(sftp: Sftp, path: string): Promise<string | undefined> {
  try {
    return await sftp.readLink(path);
  } catch (error) {
    if (error instanceof SftpError && error.kind === 'absent') return undefined;
    if (error instanceof SftpError && error.kind === 'failed') {
      throw new SftpError('failed', 'is there and is no link – remove it first');
    }
    throw error;
  }
}
