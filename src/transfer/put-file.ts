import path from 'node:path';
import { byteSize } from '../domain/byte-size.ts';
import type { TransferOptions } from '../domain/transfer.ts';
import { FolderProbe, noSpace } from './folder-probe.ts';
import { isOver } from './is-over.ts';
import { reason } from './local-tree.ts';
import { lastingPart, randomPart, resumeFrom } from './part-name.ts';
import type { PutEntry } from './put-entry.ts';
import { isWithin } from './put-folders.ts';
import type { RemotePlace } from './remote-place.ts';
import { linkedFile, replaceRemote } from './replace-remote.ts';
import { isSameTime } from './same-time.ts';
import { sendBytes } from './send-bytes.ts';
import { type Attributes, type Sftp, SftpError, type SftpFile } from './sftp.ts';
import type { FileEnd, Tally } from './tally.ts';
import type { TransferContext } from './transfer-context.ts';

export interface FilePutOptions {
  readonly context: TransferContext;
  readonly place: RemotePlace;
  readonly options: TransferOptions;
  readonly owner: { readonly uid?: number; readonly gid?: number };
  readonly tally: Tally;
  /** Folders that a dry run has not made. */
  readonly unmade: readonly string[];
}

/** Puts single files on one host. */
export class FilePut {
  readonly #context: TransferContext;
  readonly #place: RemotePlace;
  readonly #sftp: Sftp;
  readonly #options: TransferOptions;
  readonly #owner: FilePutOptions['owner'];
  readonly #tally: Tally;
  readonly #unmade: readonly string[];
  readonly #probe: FolderProbe;

  constructor({ context, place, options, owner, tally, unmade }: FilePutOptions) {
    this.#context = context;
    this.#place = place;
    this.#sftp = place.sftp;
    this.#options = options;
    this.#owner = owner;
    this.#tally = tally;
    this.#unmade = unmade;
    this.#probe = new FolderProbe(place, unmade);
  }

  /** Rejects with what stood in the way; the final name then holds what it held before. */
  async put(entry: PutEntry): Promise<void> {
    const final = await linkedFile(this.#sftp, entry.remote);
    const there = await this.#there(final);
    if (there?.kind === 'folder')
      throw new SftpError('failed', 'is a folder there – write another name');
    if (there && there.kind !== 'file')
      throw new SftpError('failed', 'is no file there – remove it first');
    if (there && (await this.#isSame(entry, final, there))) {
      await this.#keep(entry, final, there);
      return;
    }
    await this.#checkSpace(entry, final);
    if (this.#options.dryRun) {
      await this.#tryDry(entry, final, there);
      return;
    }
    if (there && !this.#sftp.extensions.has('posix-rename@openssh.com')) {
      throw new SftpError(
        'unsupported',
        'is there, and the host cannot replace a file at once – remove it first',
      );
    }
    const length = await this.#write(entry, final, there);
    this.#ended('copied', entry, byteSize(length), length);
  }

  #there(final: string): Promise<Attributes | undefined> {
    return this.#sftp.stat(final).catch(absent);
  }

  async #isSame(entry: PutEntry, final: string, there: Attributes): Promise<boolean> {
    if (this.#options.force || there.size !== entry.size) return false;
    if (isSameTime(entry.modified, there.modified)) return true;
    try {
      return (
        (await this.#place.digest(final, { size: entry.size })) === (await this.#digest(entry))
      );
    } catch (error) {
      if (isOver(error) || !(error instanceof SftpError)) throw error;
      return false; // it cannot be read there, but maybe replaced
    }
  }

  async #tryDry(entry: PutEntry, final: string, there: Attributes | undefined): Promise<void> {
    if (!isWithin(final, this.#unmade)) {
      await this.#probe.check(final).catch(async (error) => {
        throw await this.#explained(error, entry, final);
      });
    }
    const lacks = await this.#probe.lackOfSpace(final, entry.size - (there?.size ?? 0));
    if (lacks !== undefined) throw new SftpError('failed', lacks);
    this.#tally.moved(entry.size);
    this.#ended('would-copy', entry, there ? 'differs' : 'missing');
  }

  /** Its content is there already; what the options say of its attributes holds all the same. */
  async #keep(entry: PutEntry, final: string, there: Attributes): Promise<void> {
    const mode = this.#options.mode ?? entry.mode;
    const { uid = there.uid, gid = there.gid } = this.#owner;
    const others = there.mode !== mode || there.uid !== uid || there.gid !== gid;
    const differs = others || there.modified !== Math.floor(entry.modified);
    const { dryRun } = this.#options;
    if (differs && !dryRun) await this.#setAttributes(entry, final, there);
    this.#tally.moved(entry.size);
    if (others) {
      const words = dryRun ? 'same, but for its mode or owner' : 'unchanged, but its mode or owner';
      this.#ended('unchanged', entry, words);
    } else this.#ended('unchanged', entry, dryRun ? 'same' : 'unchanged');
  }

  /** SFTP tells a full disk as any other failure: better to know before. */
  async #checkSpace({ size }: PutEntry, final: string): Promise<void> {
    if (size < resumeFrom) return;
    const lacks = await this.#lackOfSpace(size, final);
    if (lacks !== undefined) throw new SftpError('failed', lacks);
  }

  async #lackOfSpace(size: number, final: string): Promise<string | undefined> {
    const free = await this.#sftp.freeSpace(path.posix.dirname(final)).catch(() => undefined);
    return free === undefined || free >= size ? undefined : noSpace(size, free);
  }

  /** Answers with the length of what went: `/proc` files tell a size of 0. */
  async #write(entry: PutEntry, final: string, there: Attributes | undefined): Promise<number> {
    const large = entry.size >= resumeFrom;
    // Of this host alone: several may share a file system.
    const content = large ? `${this.#context.host} ${await this.#digest(entry)}` : '';
    const part = large ? lastingPart(final, content) : randomPart(final);
    try {
      const { file, from } = await this.#openPart(entry, part, large);
      const length = await this.#fill(entry, file, from);
      await this.#verify(entry, part);
      this.#context.signal.throwIfAborted();
      await this.#setAttributes(entry, part, there);
      const { backup } = this.#options;
      const replaced = { part, final, ...(there && backup !== undefined && { backup }) };
      await replaceRemote(this.#sftp, replaced, this.#context.warn);
      return length;
    } catch (error) {
      // Before the part is gone: its room would be taken for free.
      const told = await this.#explained(error, entry, final);
      await this.#giveUp(part, large, error);
      throw told;
    }
  }

  /** A part of the same content is gone on with, where what it holds is proven to be the beginning. */
  async #openPart(
    entry: PutEntry,
    part: string,
    large: boolean,
  ): Promise<{ readonly file: SftpFile; readonly from: number }> {
    const before = large ? await this.#sftp.lstat(part).catch(absent) : undefined;
    if (!before) return { file: await this.#sftp.open(part, 'create', 0o600), from: 0 };
    const { size } = before;
    if (before.kind === 'file' && size <= entry.size) {
      const [theirs, ours] = await Promise.all([
        this.#place.digest(part, { length: size }),
        this.#context.files.digest(entry.path, size),
      ]);
      if (theirs === ours) {
        this.#tally.moved(size);
        return { file: await this.#sftp.open(part, 'rewrite'), from: size };
      }
    }
    await this.#sftp.remove(part);
    return { file: await this.#sftp.open(part, 'create', 0o600), from: 0 };
  }

  async #fill(entry: PutEntry, file: SftpFile, from: number): Promise<number> {
    const { files, signal } = this.#context;
    const moved = (bytes: number) => this.#tally.moved(bytes);
    try {
      const writeSize = await this.#sftp.writeSize();
      const sending = { files, path: entry.path, from, writeSize, signal, moved };
      const length = await sendBytes(file, sending);
      await file.sync();
      const { size } = await file.attributes();
      if (size !== length) {
        throw new SftpError('failed', `the host has ${size} bytes of ${length}`);
      }
      return length;
    } finally {
      await file.close().catch(() => {});
    }
  }

  async #verify(entry: PutEntry, part: string): Promise<void> {
    const [theirs, ours] = await Promise.all([
      this.#place.digest(part, { size: entry.size }),
      this.#digest(entry),
    ]);
    await this.#context.files.unchanged(entry.path);
    if (theirs !== ours) {
      throw new SftpError('failed', 'what arrived is not what was sent (SHA-256) – try again');
    }
  }

  #digest(entry: PutEntry): Promise<string> {
    return this.#context.files.digest(entry.path);
  }

  /** Owner first: a change of it takes bits of the mode away (chown(2)). */
  async #setAttributes(
    { mode, accessed, modified }: PutEntry,
    at: string,
    there: Attributes | undefined,
  ): Promise<void> {
    const { uid, gid } = this.#owner;
    // Root replaces somebody's file: it stays theirs.
    const kept = this.#options.sudo ? there : undefined;
    if (uid !== undefined || gid !== undefined || kept) {
      const now = await this.#sftp.stat(at);
      const owner = { uid: uid ?? kept?.uid ?? now.uid, gid: gid ?? kept?.gid ?? now.gid };
      if (owner.uid !== now.uid || owner.gid !== now.gid) {
        await this.#sftp.setAttributes(at, { owner });
      }
    }
    const times = { accessed, modified };
    await this.#sftp.setAttributes(at, { mode: this.#options.mode ?? mode, times });
  }

  /** Nothing of ours stays, but for a large part that the next put goes on from. */
  async #giveUp(part: string, large: boolean, error: unknown): Promise<void> {
    const cut =
      this.#context.signal.aborted || (error instanceof SftpError && error.kind === 'lost');
    if (large && cut) {
      this.#context.warn(`${part}: is what has arrived, the same put goes on from it`);
      return;
    }
    await this.#sftp.remove(part).catch((left: unknown) => {
      const gone = left instanceof SftpError && left.kind === 'absent';
      if (!gone) this.#context.warn(`${part}: may be left there – remove it`);
    });
  }

  async #explained(error: unknown, { size }: PutEntry, final: string): Promise<unknown> {
    if (isOver(error) || this.#context.signal.aborted) return error;
    if (!(error instanceof SftpError)) return new SftpError('failed', reason(error));
    if (error.kind === 'denied' && !this.#options.sudo) {
      return new SftpError('denied', `${error.message} – --sudo puts it as root`);
    }
    if (error.kind !== 'failed') return error;
    const lacks = await this.#lackOfSpace(size, final);
    return lacks === undefined ? error : new SftpError('failed', lacks);
  }

  #ended(end: FileEnd, entry: PutEntry, words: string, size = entry.size): void {
    const { source, shown, path: file } = entry;
    const root = file.slice(
      0,
      file.length - (entry.relative === '' ? 0 : entry.relative.length + 1),
    );
    this.#tally.ended(
      entry.order,
      end,
      size,
      `${path.basename(root)} (${source + 1})`,
      `${shown}  ${words}`,
    );
  }
}

/** Nothing is there. */
function absent(error: unknown): undefined {
  if (error instanceof SftpError && error.kind === 'absent') return undefined;
  throw error;
}
