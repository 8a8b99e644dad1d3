import { constants, type Stats } from 'node:fs';
import {
  type FileHandle,
  lstat,
  mkdir,
  open,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../domain/thrown.ts';
import { randomPart } from './part-name.ts';

export interface FolderLook {
  readonly mode: number;
  /** Seconds since 1970. */
  readonly accessed: number;
  readonly modified: number;
}

/**
 * A folder of this machine that a host's files come into. Nothing is written outside it: every component below
 * it must be a real folder, and no link is followed. Rejects with Node's errors and with `NotOursError`.
 */
export class LocalPlace {
  readonly root: string;
  #real: string | undefined;
  readonly #folders = new Map<string, Promise<void>>();
  /** What stands here for which name, so that no two names have one place. */
  readonly #taken = new Map<string, string>();
  #last: Promise<void> = Promise.resolve();

  constructor(root: string) {
    this.root = root;
  }

  /** The path here of `relative`, whose components are safe names. */
  at(relative: string): string {
    return path.join(this.root, ...relative.split('/'));
  }

  /** What stands there now, not followed; undefined for nothing. Makes nothing. */
  async find(relative: string): Promise<Stats | undefined> {
    try {
      await this.#check(relative);
      return await lstat(this.at(relative));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Makes the folder, and those above it, where they are not. */
  async makeFolder(relative: string): Promise<void> {
    if (this.#real === undefined) await makeFolders(this.root);
    await this.#begin();
    let below = '';
    for (const part of relative.split('/').filter((name) => name !== '')) {
      below = below === '' ? part : `${below}/${part}`;
      await this.#folder(below);
    }
  }

  /** A new file, beside which its final name stands later. */
  async create(relative: string): Promise<FileHandle> {
    await this.makeFolder(above(relative));
    await this.#check(relative);
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
    return open(this.at(relative), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  }

  /** An earlier part that is gone on with: a file of ours, with no other name anywhere. Else undefined. */
  async reopen(relative: string): Promise<FileHandle | undefined> {
    const found = await this.find(relative);
    if (!found || !isOwnFile(found)) return undefined;
    const file = await open(this.at(relative), constants.O_RDWR | constants.O_NOFOLLOW);
    if (isOwnFile(await file.stat())) return file;
    await file.close();
    return undefined;
  }

  /** To read what `find` has found. */
  async read(relative: string): Promise<FileHandle> {
    await this.#check(relative);
    return open(
      this.at(relative),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
  }

  /** Gives the part its name, over what has it – unless this place has given that already. */
  replace(part: string, relative: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#check(relative);
      const there = await lstat(this.at(relative)).catch(() => undefined);
      if (there) this.#refuseTaken(there, relative);
      await rename(this.at(part), this.at(relative));
      this.#taken.set(identity(await lstat(this.at(relative))), relative);
    });
  }

  /** What is there stands for `relative` from now on, and for no other name. */
  keep(there: Stats, relative: string): void {
    this.#refuseTaken(there, relative);
    // Hard links share what they are, and each has its name.
    if (there.nlink === 1) this.#taken.set(identity(there), relative);
  }

  /** A symbolic link, over one that is there. */
  async link(target: string, relative: string): Promise<void> {
    const part = randomPart(relative);
    await this.makeFolder(above(relative));
    await this.#check(part);
    await symlink(target, this.at(part));
    await this.replace(part, relative).catch(async (error) => {
      await this.remove(part);
      throw error;
    });
  }

  async remove(relative: string): Promise<void> {
    await this.#check(relative);
    await rm(this.at(relative), { force: true });
  }

  /** Mode and times of a folder that was made here; those that could not be made are left alone. */
  async finishFolder(relative: string, { mode, accessed, modified }: FolderLook): Promise<void> {
    const made = await this.#folders.get(relative)?.then(
      () => true,
      () => false,
    );
    if (!made) return;
    await this.#check(relative);
    const { O_DIRECTORY, O_NOFOLLOW, O_RDONLY } = constants;
    const folder = await open(this.at(relative), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      await folder.chmod(mode);
      await folder.utimes(accessed, modified);
    } finally {
      await folder.close();
    }
  }

  async #begin(): Promise<string> {
    if (this.#real !== undefined) return this.#real;
    if (!(await lstat(this.root)).isDirectory()) throw new NotOursError('the folder of the host');
    this.#real = await realpath(this.root);
    return this.#real;
  }

  #folder(below: string): Promise<void> {
    const known = this.#folders.get(below) ?? this.#makeOne(below);
    this.#folders.set(below, known);
    return known;
  }

  async #makeOne(below: string): Promise<void> {
    await mkdir(this.at(below)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    const there = await lstat(this.at(below));
    if (!there.isDirectory()) throw new NotOursError(below);
    this.#refuseTaken(there, below);
    this.#taken.set(identity(there), below);
  }

  /** No folder that `relative` is in has become a link meanwhile. */
  async #check(relative: string): Promise<void> {
    const real = await this.#begin();
    const folder = path.dirname(this.at(relative));
    const expected = path.join(real, path.relative(this.root, folder));
    if ((await realpath(folder)) !== expected) throw new NotOursError(above(relative));
  }

  /** A file system that does not tell `A` from `a` would have the second replace the first. */
  #refuseTaken(there: Stats, relative: string): void {
    const other = this.#taken.get(identity(there));
    if (other === undefined) return;
    throw new Error(
      other === relative
        ? 'the host has two of this name – the first is kept'
        : `is ${other} on this file system – get it apart`,
    );
  }

  /** One after the other: what is seen before a rename is true until it is done. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

/** Something that is no real folder stands where one must be. */
export class NotOursError extends Error {
  override readonly name = 'NotOursError';

  constructor(place: string) {
    super(
      `${place} is no folder of ours here (a link or a file is there) – remove it, or write another folder`,
    );
  }
}

/** Node's own tells every error as ENOENT. */
async function makeFolders(folder: string): Promise<void> {
  if (await madeOne(folder)) return;
  await makeFolders(path.dirname(folder));
  await madeOne(folder);
}

/** False where the folder above is missing. */
async function madeOne(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' && path.dirname(folder) !== folder) return false;
    if (code !== 'EEXIST') throw error;
  }
  return true;
}

const above = (relative: string): string => path.posix.dirname(relative).replace(/^\.$/, '');

const identity = ({ dev, ino }: Stats): string => `${dev} ${ino}`;

const isOwnFile = (found: Stats): boolean =>
  found.isFile() && found.nlink === 1 && found.uid === (process.geteuid?.() ?? found.uid);
