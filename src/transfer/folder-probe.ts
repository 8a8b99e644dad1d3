import path from 'node:path';
import { randomPart } from './part-name.ts';
import type { RemotePlace } from './remote-place.ts';
import { SftpError } from './sftp.ts';

/** Whether files can be made in the folders of a host, for a dry run. Each folder is asked about once. */
export class FolderProbe {
  readonly #place: RemotePlace;
  readonly #asked = new Map<string, Promise<boolean | undefined>>();

  constructor(place: RemotePlace) {
    this.#place = place;
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

  async #tryOut(file: string): Promise<void> {
    const { sftp } = this.#place;
    const part = randomPart(file);
    await (await sftp.open(part, 'create', 0o600)).close();
    await sftp.remove(part);
  }
}
