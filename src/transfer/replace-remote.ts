import { isOver } from './is-over.ts';
import { type Sftp, SftpError } from './sftp.ts';
import type { TransferContext } from './transfer-context.ts';

/** Under which name a put with `--backup` keeps the file that was `final`. */
export const keptName = (final: string, backup: string): string => `${final}.tutti-${backup}`;

/** The file that a put to `remote` replaces: what a link leads to, not the link, as `cp` does. */
export async function linkedFile(sftp: Sftp, remote: string): Promise<string> {
  const found = await sftp.lstat(remote).catch((error: unknown) => {
    if (error instanceof SftpError && error.kind === 'absent') return undefined;
    throw error;
  });
  if (found?.kind !== 'link') return remote;
  try {
    return await sftp.realPath(remote);
  } catch (error) {
    if (isOver(error)) throw error;
    throw new SftpError('failed', 'is a link there that leads nowhere – remove it first');
  }
}

/** `part` becomes `final`; with `backup` what was there is kept. The old file is put back where that fails. */
export async function replaceRemote(
  sftp: Sftp,
  {
    part,
    final,
    backup,
  }: { readonly part: string; readonly final: string; readonly backup?: string },
  warn: TransferContext['warn'],
): Promise<void> {
  if (backup === undefined) {
    await sftp.rename(part, final);
    return;
  }
  const kept = keptName(final, backup);
  const how = await keep(sftp, final, kept);
  try {
    await sftp.rename(part, final);
  } catch (error) {
    const putBack = () => (how === 'linked' ? sftp.remove(kept) : sftp.rename(kept, final));
    if (how !== 'before') {
      await putBack().catch(() => warn(`${kept}: is the old file – it may be left there`));
    }
    throw error;
  }
}

/**
 * By a second name for it, so that there is no moment without `final`; where that cannot be, by its only one.
 * Kept before: another host of this put is the same machine.
 */
async function keep(
  sftp: Sftp,
  final: string,
  kept: string,
): Promise<'linked' | 'renamed' | 'before'> {
  try {
    await sftp.hardLink(final, kept);
    return 'linked';
  } catch (error) {
    if (isOver(error)) throw error;
    if (await isThere(sftp, kept)) return 'before';
    await sftp.rename(final, kept);
    return 'renamed';
  }
}

async function isThere(sftp: Sftp, at: string): Promise<boolean> {
  try {
    await sftp.lstat(at);
    return true;
  } catch (error) {
    if (error instanceof SftpError && error.kind === 'absent') return false;
    throw error;
  }
}
