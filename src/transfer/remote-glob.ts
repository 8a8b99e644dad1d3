import { joined } from './remote-destination.ts';
import { refusedName } from './remote-name.ts';
import { type Sftp, SftpError } from './sftp.ts';

/**
 * The remote paths that a pattern with `*`, `?`, `[…]` matches, as a shell would find them, sorted; a backslash
 * takes the meaning of what follows it. One without wildcards is itself. `pattern` is absolute.
 */
export async function expandRemote(sftp: Sftp, pattern: string): Promise<string[]> {
  const parts = pattern.split('/').filter((part) => part !== '');
  let found = ['/'];
  for (const [at, part] of parts.entries()) {
    if (!isWild(part)) {
      found = found.map((folder) => joined(folder, part.replaceAll(/\\(.)/g, '$1')));
      continue;
    }
    const last = at === parts.length - 1;
    const lists = await Promise.all(found.map((folder) => matches(sftp, folder, part, last)));
    found = lists.flat();
  }
  return found;
}

export const isWild = (text: string): boolean => /[*?[]/.test(text.replaceAll(/\\./g, ''));

async function matches(sftp: Sftp, folder: string, part: string, last: boolean): Promise<string[]> {
  const wanted = wildcard(part);
  // Names that begin with a dot are found only by one.
  const hidden = part.startsWith('.') || part.startsWith('\\.');
  const entries = await sftp.readFolder(folder).catch((error) => {
    if (error instanceof SftpError && error.kind !== 'lost' && error.kind !== 'protocol') return [];
    throw error;
  });
  return entries
    .filter((entry) => refusedName(entry) === undefined && wanted.test(entry.name))
    .filter(({ name }) => hidden || !name.startsWith('.'))
    .filter(({ attributes: { kind } }) => last || kind === 'folder' || kind === 'link')
    .map(({ name }) => joined(folder, name))
    .sort();
}

function wildcard(part: string): RegExp {
  const source = part.replaceAll(
    /\\(.)|\[([!^]?)(\]?[^\]]*)\]|\*|\?|[\s\S]/g,
    (piece, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return literal(escaped);
      if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll(/[\\\]^]/g, '\\$&')}]`;
      if (piece === '*') return '[^/]*';
      return piece === '?' ? '[^/]' : literal(piece);
    },
  );
  return new RegExp(`^${source}$`, 'su');
}

const literal = (character: string): string => character.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
