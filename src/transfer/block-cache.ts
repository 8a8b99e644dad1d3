import { type FileHandle, open } from 'node:fs/promises';

/** What is read from the disk at once: as much as OpenSSH takes in one write. */
const blockSize = 255 * 1024;
/** 64 MB: hosts that are as fast as each other share each block. */
const mostBlocks = 256;
const mostFiles = 64;

/** Blocks of files, each read once for all who want it while it is fresh. */
export class BlockCache {
  readonly #blocks = new Map<string, Promise<Buffer>>();
  readonly #files = new Map<string, Promise<FileHandle>>();
  readonly #idle: Buffer[] = [];

  /** From `offset` to the end of its block; `undefined` at the end of the file. */
  async read(path: string, offset: number): Promise<Uint8Array | undefined> {
    const index = Math.floor(offset / blockSize);
    const block = await this.#block(path, index);
    const bytes = block.subarray(offset - index * blockSize);
    return bytes.length > 0 ? bytes : undefined;
  }

  async close(): Promise<void> {
    const files = [...this.#files.values()];
    this.#files.clear();
    this.#blocks.clear();
    await Promise.all(files.map(closeQuietly));
  }

  #block(path: string, index: number): Promise<Buffer> {
    const key = `${index} ${path}`;
    const known = this.#blocks.get(key) ?? this.#readBlock(path, index);
    // The newest stand last: the first one is the one that nobody wanted for longest.
    this.#blocks.delete(key);
    this.#blocks.set(key, known);
    const [oldest] = this.#blocks.keys();
    if (this.#blocks.size > mostBlocks && oldest !== undefined) this.#blocks.delete(oldest);
    return known;
  }

  async #readBlock(path: string, index: number): Promise<Buffer> {
    const file = await this.#file(path);
    const buffer = this.#idle.pop() ?? Buffer.allocUnsafe(blockSize);
    let have = 0;
    while (have < blockSize) {
      const at = index * blockSize + have;
      const { bytesRead } = await file.read(buffer, have, blockSize - have, at);
      if (bytesRead === 0) break;
      have += bytesRead;
    }
    if (have > blockSize / 2) return buffer.subarray(0, have);
    // A little file keeps no more than it needs.
    const own = Buffer.from(buffer.subarray(0, have));
    this.#idle.push(buffer);
    return own;
  }

  #file(path: string): Promise<FileHandle> {
    const known = this.#files.get(path) ?? open(path, 'r');
    this.#files.delete(path);
    this.#files.set(path, known);
    const [oldest] = this.#files.keys();
    if (this.#files.size > mostFiles && oldest !== undefined) {
      const idle = this.#files.get(oldest);
      this.#files.delete(oldest);
      // A read that has the handle already is done long before.
      if (idle) setTimeout(() => void closeQuietly(idle), 1000).unref();
    }
    return known;
  }
}

async function closeQuietly(file: Promise<FileHandle>): Promise<void> {
  await file.then((handle) => handle.close()).catch(() => {});
}
