import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, realpath } from 'node:fs/promises';
import path from 'node:path';

/**
 * A folder of this machine that a host's files come into. Nothing is written outside it: every component below
 * it must be a real folder, and no link is followed. Rejects with Node's errors and with `OutsideError`.
 */
export class LocalPlace {
  readonly root: string;
  #real: string | undefined;
  readonly #checked = new Map<string, Promise<void>>();

  constructor(root: string) {
    this.root = root;
  }

  /** The path here of `relative`, whose components are safe names. */
  at(relative: string): string {
    return path.join(this.root, ...relative.split('/'));
  }

  /** Makes the folder, and those above it, where they are not. */
  async makeFolder(relative: string): Promise<void> {
    await this.#begin();
    let below = '';
    for (const part of relative.split('/').filter((name) => name !== '')) {
      below = below === '' ? part : `${below}/${part}`;
      await this.#folder(below);
    }
  }

  /** A new file, beside which its final name stands later. */
  async create(relative: string): Promise<FileHandle> {
    await this.makeFolder(path.posix.dirname(relative).replace(/^\.$/, ''));
    await this.#check(path.dirname(this.at(relative)));
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
    return open(this.at(relative), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  }

  /** An earlier part that is gone on with; only a real file. */
  async reopen(relative: string): Promise<FileHandle> {
    await this.#check(path.dirname(this.at(relative)));
    return open(this.at(relative), constants.O_RDWR | constants.O_NOFOLLOW);
  }

  async #begin(): Promise<void> {
    if (this.#real !== undefined) return;
    await mkdir(this.root, { recursive: true });
    if (!(await lstat(this.root)).isDirectory()) throw new OutsideError(this.root);
    this.#real = await realpath(this.root);
  }

  #folder(below: string): Promise<void> {
    const known = this.#checked.get(below) ?? this.#makeOne(this.at(below));
    this.#checked.set(below, known);
    return known;
  }

  async #makeOne(folder: string): Promise<void> {
    await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(folder)).isDirectory()) throw new OutsideError(folder);
  }

  /** No component has become a link meanwhile. */
  async #check(folder: string): Promise<void> {
    await this.#begin();
    const expected = path.join(this.#real ?? '', path.relative(this.root, folder));
    if ((await realpath(folder)) !== expected) throw new OutsideError(folder);
  }
}

/** Something that is no real folder stands where one must be. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError';

  constructor(place: string) {
    super(
      `${place} is no folder of ours (a link or a file is there) – remove it, or write another folder`,
    );
  }
}
