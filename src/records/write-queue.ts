/** Bytes of a block: one system call writes it, and few of them are ever needed. */
const blockSize = 256 * 1024;
/** Blocks that are kept for what comes next; more were needed only while the disk stood still. */
const mostSpare = 4;

/**
 * Bytes on their way to a file, copied into blocks that are used again: what they came in may be a small part of a large
 * buffer, and would be kept by it.
 */
export class WriteQueue {
  /** In order. All but the last are full. */
  readonly #blocks: Buffer[] = [];
  readonly #spare: Buffer[] = [];
  /** In the first block: how far it is written. */
  #from = 0;
  /** In the last block: how far it is filled. */
  #until = 0;
  #size = 0;

  /** Bytes that wait. */
  get size(): number {
    return this.#size;
  }

  put(bytes: Uint8Array): void {
    this.#size += bytes.length;
    for (let at = 0; at < bytes.length; ) {
      const block = this.#open();
      const count = Math.min(bytes.length - at, blockSize - this.#until);
      block.set(count === bytes.length ? bytes : bytes.subarray(at, at + count), this.#until);
      this.#until += count;
      at += count;
    }
  }

  /** The next of them, as many as lie together; they stay as they are until `written`. Empty: none wait. */
  next(): Uint8Array {
    const [first] = this.#blocks;
    return first?.subarray(this.#from, this.#blocks.length > 1 ? blockSize : this.#until) ?? none;
  }

  /** So many of `next` are in the file. */
  written(count: number): void {
    this.#size -= count;
    this.#from += count;
    if (this.#size === 0) this.#until = 0;
    else if (this.#from < blockSize) return;
    this.#from = 0;
    const block = this.#blocks.shift();
    if (block && this.#spare.length < mostSpare) this.#spare.push(block);
  }

  /** What waits is not wanted any more. */
  drop(): void {
    this.#blocks.length = 0;
    this.#from = 0;
    this.#until = 0;
    this.#size = 0;
  }

  /** Nothing more comes for now: no memory is kept for it. */
  rest(): void {
    this.#spare.length = 0;
  }

  /** The block that has room. */
  #open(): Buffer {
    const last = this.#blocks.at(-1);
    if (last && this.#until < blockSize) return last;
    const block = this.#spare.pop() ?? Buffer.allocUnsafeSlow(blockSize);
    this.#blocks.push(block);
    this.#until = 0;
    return block;
  }
}

const none = new Uint8Array(0);
