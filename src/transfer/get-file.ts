import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { byteSize } from '../domain/byte-size.ts';
import { safeText } from '../domain/output.ts';
import type { TransferOptions } from '../domain/transfer.ts';
import { fileDigest } from './file-digest.ts';
import { isOver } from './is-over.ts';
import type { LocalPlace } from './local-place.ts';
import { lastingPart, randomPart, resumeFrom } from './part-name.ts';
import { readAhead } from './read-ahead.ts';
import type { RemotePlace } from './remote-place.ts';
import type { RemoteEntry } from './remote-tree.ts';
import { isSameTime } from './same-time.ts';
import { type Attributes, SftpError } from './sftp.ts';
import type { FileEnd, Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';
import { umask } from './umask.ts';

export interface FileGetOptions {
  readonly context: TransferContext;
  readonly place: RemotePlace;
  readonly local: LocalPlace;
  readonly options: TransferOptions;
  readonly tally: Tally;
}

/** A remote file or link, and its place among them, from 0: the order in which they are told. */
export interface GetEntry extends RemoteEntry {
  readonly order: number;
  /** What many files are told under in one line. */
  readonly heading: string;
}

/** A file that grows while it is read may grow by so much, bytes. */
const mostGrowth = 64 * 1024 * 1024;
/** A file that tells no size (/proc) ends before, bytes. */
const mostUnsized = 1024 * 1024 * 1024;

/** Gets single files of one host. */
export class FileGet {
  readonly #context: TransferContext;
  readonly #place: RemotePlace;
  readonly #local: LocalPlace;
  readonly #options: TransferOptions;
  readonly #tally: Tally;

  constructor({ context, place, local, options, tally }: FileGetOptions) {
    this.#context = context;
    this.#place = place;
    this.#local = local;
    this.#options = options;
    this.#tally = tally;
  }

  /** Rejects with what stood in the way; the final name then holds what it held before. */
  async get(entry: GetEntry): Promise<void> {
    const { attributes, relative } = entry;
    const there = await this.#local.find(relative);
    if (there && !there.isFile()) {
      throw new Error(`${relative} is here and is no file – remove it, or write another folder`);
    }
    if (there && (await this.#isSame(entry, there))) {
      this.#local.keep(there, relative);
      this.#tally.moved(attributes.size);
      this.#ended('unchanged', entry, this.#options.dryRun ? 'same' : 'unchanged');
      return;
    }
    if (this.#options.dryRun) {
      this.#tally.moved(attributes.size);
      this.#ended('would-copy', entry, there ? 'differs' : 'missing');
      return;
    }
    const length = await this.#write(entry);
    this.#ended('copied', entry, byteSize(length), length);
  }

  async #isSame(
    { attributes: { size, modified }, relative, remote }: RemoteEntry,
    there: Stats,
  ): Promise<boolean> {
    if (this.#options.force || there.size !== size) return false;
    if (isSameTime(there.mtimeMs / 1000, modified)) return true;
    if (size === 0) return false;
    const file = await this.#local.read(relative).catch(() => undefined);
    if (!file) return false; // it cannot be read here, but maybe replaced
    try {
      const [ours, theirs] = await Promise.all([
        fileDigest(file),
        this.#place.digest(remote, { size }),
      ]);
      return ours === theirs;
    } finally {
      await file.close();
    }
  }

  /** Answers with the length of what came. */
  async #write(entry: RemoteEntry): Promise<number> {
    const { attributes, relative, remote } = entry;
    const large = attributes.size >= resumeFrom;
    const part = large
      ? lastingPart(relative, `${remote} ${attributes.size} ${attributes.modified}`)
      : randomPart(relative);
    let done = false;
    const { file, from } = await this.#openPart(remote, part, large);
    try {
      const length = await this.#fill(entry, file, from);
      await this.#verify(entry, file, length);
      await file.chmod(attributes.mode & 0o777 & ~umask());
      await file.utimes(attributes.accessed, attributes.modified);
      await file.sync();
      this.#context.signal.throwIfAborted();
      await this.#local.replace(part, relative);
      done = true;
      return length;
    } catch (error) {
      const cut = this.#context.signal.aborted || isOver(error);
      done = large && cut && (await file.stat()).size > 0;
      if (done)
        this.#context.warn(safeText(`${part}: is what has come, the same get goes on from it`));
      throw error;
    } finally {
      await file.close();
      if (!done) {
        await this.#local
          .remove(part)
          .catch(() => this.#context.warn(safeText(`${part}: may be left here – remove it`)));
      }
    }
  }

  /** A part is gone on with where what it holds is proven to be the beginning. */
  async #openPart(
    remote: string,
    part: string,
    large: boolean,
  ): Promise<{ readonly file: FileHandle; readonly from: number }> {
    const before = large ? await this.#local.reopen(part) : undefined;
    const from = before ? await this.#proven(remote, before) : undefined;
    if (before && from !== undefined) {
      this.#tally.moved(from);
      return { file: before, from };
    }
    if (large) await this.#local.remove(part);
    return { file: await this.#local.create(part), from: 0 };
  }

  /** How much of it is the beginning of the remote file; else it is closed. */
  async #proven(remote: string, part: FileHandle): Promise<number | undefined> {
    let proven = false;
    try {
      const { size: length } = await part.stat();
      const [ours, theirs] = await Promise.all([
        fileDigest(part),
        this.#place.digest(remote, { length }),
      ]);
      proven = ours === theirs;
      return proven ? length : undefined;
    } finally {
      if (!proven) await part.close();
    }
  }

  async #fill(
    { remote, attributes: { size } }: RemoteEntry,
    file: FileHandle,
    from: number,
  ): Promise<number> {
    const most = size === 0 ? mostUnsized : size + mostGrowth;
    const theirs = await this.#place.sftp.open(remote, 'read');
    let at = from;
    try {
      for await (const bytes of readAhead(theirs, { from, ...(size > 0 && { told: size }) })) {
        this.#context.signal.throwIfAborted();
        await writeAt(file, bytes, at);
        at += bytes.length;
        this.#tally.moved(bytes.length);
        if (at > most)
          throw new Error(`does not end: ${byteSize(at)} have come of ${byteSize(size)}`);
      }
      return at;
    } finally {
      theirs.close().catch(() => {}); // its loss is told by the next call
    }
  }

  async #verify(
    { remote, attributes }: RemoteEntry,
    file: FileHandle,
    length: number,
  ): Promise<void> {
    // Files that are made while they are read (/proc) are never twice the same.
    if (attributes.size === 0) return;
    const [ours, theirs] = await Promise.all([
      fileDigest(file),
      this.#place.digest(remote, { size: attributes.size }),
    ]);
    if (ours === theirs) return;
    const now = await this.#place.sftp.stat(remote);
    throw new SftpError(
      'failed',
      changed(attributes, now) || now.size !== length
        ? 'changed while it was copied – try again'
        : 'what came is not what is there (SHA-256) – try again',
    );
  }

  #ended(
    end: FileEnd,
    { order, heading, relative, attributes }: GetEntry,
    words: string,
    size = attributes.size,
  ): void {
    this.#tally.ended(order, end, size, heading, `${relative}  ${words}`);
  }
}

const changed = (before: Attributes, now: Attributes): boolean =>
  before.size !== now.size || before.modified !== now.modified;

async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
