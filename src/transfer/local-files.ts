import { open, stat } from 'node:fs/promises';
import { BlockCache } from './block-cache.ts';
import { fileDigest } from './file-digest.ts';
import { type LocalTree, readLocalTree } from './local-tree.ts';

/** Reads local files once for all the hosts of a transfer that one worker serves. Rejects with Node's own errors. */
export interface LocalFiles {
  /** What is in these files and folders. */
  tree(sources: readonly string[], links: 'copy' | 'follow' | undefined): Promise<LocalTree>;
  /** Bytes of a file from `offset`, of a block's size at most; `undefined` at its end. The same buffer may be given to many. */
  read(path: string, offset: number): Promise<Uint8Array | undefined>;
  /** SHA-256 of the whole file or of its first `length` bytes, in hex; worked out once. */
  digest(path: string, length?: number): Promise<string>;
  /** Rejects when the file is not any more what `tree` has seen. */
  unchanged(path: string): Promise<void>;
  close(): Promise<void>;
}

/** They are forgotten together: a later transfer sees the files as they are then. */
export function openLocalFiles(): LocalFiles {
  const cache = new BlockCache();
  const trees = new Map<string, Promise<LocalTree>>();
  const digests = new Map<string, Promise<string>>();
  const seen = new Map<string, Version>();

  return {
    tree(sources, links) {
      return once(trees, JSON.stringify([sources, links]), async () => {
        const tree = await readLocalTree(sources, links);
        for (const { path, size, modified } of tree.entries) seen.set(path, { size, modified });
        return tree;
      });
    },
    read: (path, offset) => cache.read(path, offset),
    digest: (path, length) => once(digests, `${length ?? ''} ${path}`, () => digest(path, length)),
    async unchanged(path) {
      const { size, mtimeMs } = await stat(path);
      const before = seen.get(path);
      if (!before || (before.size === size && before.modified === mtimeMs / 1000)) return;
      throw new Error('it changed while it was copied – try again');
    },
    close: () => cache.close(),
  };
}

interface Version {
  readonly size: number;
  /** Seconds since 1970, with fractions. */
  readonly modified: number;
}

async function digest(path: string, length?: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    return await fileDigest(file, length);
  } finally {
    await file.close();
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key) ?? make();
  known.set(key, before);
  return before;
}
