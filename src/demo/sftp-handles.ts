import type { Dir } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

export type Handle =
  | { readonly kind: 'file'; readonly file: FileHandle }
  | { readonly kind: 'folder'; readonly path: Buffer; readonly folder: Dir };

/** What one client has open. */
export class SftpHandles {
  readonly #open = new Map<string, Handle>();
  #last = 0;

  add(handle: Handle): string {
    const id = String(++this.#last);
    this.#open.set(id, handle);
    return id;
  }

  file(id: Buffer): FileHandle {
    const handle = this.#open.get(id.toString());
    if (handle?.kind !== 'file') throw new BadHandle();
    return handle.file;
  }

  folder(id: Buffer): Extract<Handle, { kind: 'folder' }> {
    const handle = this.#open.get(id.toString());
    if (handle?.kind !== 'folder') throw new BadHandle();
    return handle;
  }

  async close(id: Buffer): Promise<void> {
    const handle = this.#open.get(id.toString());
    if (!handle) throw new BadHandle();
    this.#open.delete(id.toString());
    await closed(handle);
  }

  async closeAll(): Promise<void> {
    const handles = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(handles.map((handle) => closed(handle).catch(() => {})));
  }
}

export class BadHandle extends Error {
  override readonly name = 'BadHandle';
  override readonly message = 'no such handle';
}

const closed = (handle: Handle): Promise<void> =>
  handle.kind === 'file' ? handle.file.close() : handle.folder.close();
