import path from 'node:path';
import { type Sftp, SftpError } from './sftp.ts';
import { TransferRefused } from './transfer-refused.ts';

export interface CopiedSource {
  readonly path: string;
  readonly kind: 'file' | 'folder';
}

/**
 * Where each source goes, by scp's rules: a trailing slash or a folder that is there means into it, else the
 * destination is the new name. Rejects with `TransferRefused` where the folder is missing.
 */
export async function remoteRoots(
  sftp: Sftp,
  destination: string,
  sources: readonly CopiedSource[],
): Promise<string[]> {
  const bare = destination.replace(/(?<=.)\/+$/, '');
  const there = await kindOf(sftp, bare);
  if (there === 'folder') return intoFolder(bare, sources);
  const [only, ...others] = sources;
  if (destination !== bare || others.length > 0) {
    throw refused(
      there === undefined
        ? `there is no folder ${bare} – create it first: mkdir -p ${bare}`
        : `${bare} is no folder, and something is to go into it`,
    );
  }
  if (there !== undefined && only?.kind === 'folder') {
    throw refused(`${bare} is a file, and a folder is to be there – remove it, or write ${bare}/`);
  }
  const parent = path.posix.dirname(bare);
  if ((await kindOf(sftp, parent)) !== 'folder') {
    throw refused(`there is no folder ${parent} – create it first: mkdir -p ${parent}`);
  }
  return [bare];
}

function intoFolder(folder: string, sources: readonly CopiedSource[]): string[] {
  const roots = sources.map((source) => joined(folder, path.basename(source.path)));
  const twice = roots.find((root, at) => roots.indexOf(root) !== at);
  if (twice === undefined) return roots;
  throw refused(`two of the files would be ${twice} – copy them one after the other`);
}

/** Absent: nothing is there. Follows links. */
async function kindOf(sftp: Sftp, at: string): Promise<'file' | 'folder' | 'other' | undefined> {
  try {
    const { kind } = await sftp.stat(at);
    return kind === 'link' ? 'other' : kind;
  } catch (error) {
    if (error instanceof SftpError && error.kind === 'absent') return undefined;
    if (error instanceof SftpError && error.kind !== 'lost')
      throw refused(`${at}: ${error.message}`);
    throw error;
  }
}

export const joined = (folder: string, name: string): string =>
  folder === '/' ? `/${name}` : `${folder}/${name}`;

const refused = (message: string) => new TransferRefused({ kind: 'file', message });
