import path from 'node:path';
import { byteSize } from '../domain/byte-size.ts';
import { randomPart } from './part-name.ts';
import type { RemotePlace } from './remote-place.ts';
import { SftpError } from './sftp.ts';

/** Whether files can be made in the folders of a host, for a dry run. Each folder is asked about once. */
export class FolderProbe {
  readonly #place: RemotePlace;
  readonly #unmade: readonly string[];
  readonly #asked = new Map<string, Promise<boolean | undefined>>();

  /** Of the first folder that was asked about: what a put makes is in one place. */
  #free: Promise<number | undefined> | undefined;
  #wanted = 0;

  /** `unmade`: folders that a dry run has not made. */
  constructor(place: RemotePlace, unmade: readonly string[]) {
    this.#place = place;
    this.#unmade = unmade;
  }

  /** Rejects with what would stand in the way. Nothing there is touched, where the host can tell without. */
  async check(file: string): Promise<void> {
    const folder = path.posix.dirname(file);
    const asked = this.#asked.get(folder) ?? this.#place.canWriteInto(folder);
    this.#asked.set(folder, asked);
    const told = await asked;
    if (told === undefined) await this.#tryOut(file);
    else if (!told) throw new SftpError('denied', 'permission denied');
  }

  /** Why all that was asked about up to now does not fit, with `more` bytes for this file. */
  async lackOfSpace(file: string, more: number): Promise<string | undefined> {
    this.#wanted += Math.max(0, more);
    const wanted = this.#wanted;
    let folder = path.posix.dirname(file);
    while (this.#unmade.includes(folder)) folder = path.posix.dirname(folder);
    this.#free ??= this.#place.sftp.freeSpace(folder).catch(() => undefined);
    const free = await this.#free;
    return free === undefined || free >= wanted ? undefined : noSpace(wanted, free);
  }

  async #tryOut(file: string): Promise<void> {
    const { sftp } = this.#place;
    const part = randomPart(file);
    await (await sftp.open(part, 'create', 0o600)).close();
    await sftp.remove(part);
  }
}

export const noSpace = (size: number, free: number): string =>
  `no space: needs ${byteSize(size)}, and ${byteSize(free)} are free`;
