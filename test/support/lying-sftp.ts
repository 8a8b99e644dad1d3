import type { Attributes, FolderEntry, Sftp } from '../../src/transfer/sftp.ts';
import { SftpError } from '../../src/transfer/sftp.ts';

/** What a folder of such a host holds: names with what they are, or that it cannot be read. */
export type LyingFolder = Readonly<Record<string, Attributes['kind']>> | 'closed';

export interface LyingSftp extends Sftp {
  /** The folders that were read, in order. */
  readonly read: string[];
  /** The most that were being read at once. */
  readonly mostAtOnce: () => number;
}

/** An SFTP that only tells names, whatever they are; asked for anything else it fails. */
export function lyingSftp(folders: Readonly<Record<string, LyingFolder>>): LyingSftp {
  const read: string[] = [];
  let atOnce = 0;
  let most = 0;
  const attributesOf = (kind: Attributes['kind']): Attributes => {
    return { kind, size: 0, mode: 0o755, modified: 0, accessed: 0, uid: 0, gid: 0 };
  };
  const folderAt = (path: string): LyingFolder => {
    const folder = folders[path];
    if (folder === undefined) throw new SftpError('absent', 'no such file or folder');
    return folder;
  };
  const unasked = () => Promise.reject(new SftpError('unsupported', 'only names are told here'));
  return {
    read,
    mostAtOnce: () => most,
    extensions: new Set(),
    writeSize: unasked,
    realPath: async (path) => path,
    async stat(path) {
      folderAt(path);
      return attributesOf('folder');
    },
    async lstat(path) {
      folderAt(path);
      return attributesOf('folder');
    },
    async readFolder(path): Promise<FolderEntry[]> {
      read.push(path);
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise(setImmediate);
      atOnce -= 1;
      const folder = folderAt(path);
      if (folder === 'closed') throw new SftpError('denied', 'permission denied');
      return Object.entries(folder).map(([name, kind]) => ({
        name,
        attributes: attributesOf(kind),
      }));
    },
    open: unasked,
    makeFolder: unasked,
    remove: unasked,
    removeFolder: unasked,
    rename: unasked,
    hardLink: unasked,
    setAttributes: unasked,
    readLink: unasked,
    makeLink: unasked,
    freeSpace: unasked,
    close: () => {},
  };
}
