import { describe, expect, it } from 'vitest';
import { WriteQueue } from '../../src/records/write-queue.ts';

/** Bytes of one of its blocks. */
const block = 256 * 1024;

/** `count` bytes that are not alike, from the place `at` of an endless row on. */
const piece = (at: number, count: number): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, i) => ((at + i) * 2654435761) >>> 24));

/** Takes what waits, at most `most` bytes at a time, as a disk would. */
function drain(queue: WriteQueue, most = Number.POSITIVE_INFINITY): Buffer {
  const parts: Buffer[] = [];
  while (queue.size > 0) {
    const part = queue.next().subarray(0, most);
    parts.push(Buffer.from(part));
    queue.written(part.length);
  }
  return Buffer.concat(parts);
}

describe('bytes on their way to a file', () => {
  it.each([
    ['one byte', [1]],
    ['many small pieces', Array.from({ length: 5000 }, (_, i) => i % 211)],
    ['exactly one block, and one more', [block, block]],
    ['a block but for a byte, and two bytes', [block - 1, 2]],
    ['pieces larger than a block', [3 * block + 7, 5, 2 * block]],
    ['nothing', [0, 0]],
  ])('come out in order and whole: %s', (_, sizes) => {
    const queue = new WriteQueue();
    const pieces: Buffer[] = [];
    let at = 0;
    for (const size of sizes) {
      pieces.push(piece(at, size));
      queue.put(pieces.at(-1) ?? Buffer.alloc(0));
      at += size;
    }
    expect(queue.size).toBe(at);
    expect(drain(queue).equals(Buffer.concat(pieces))).toBe(true);
    expect(queue.next().length).toBe(0);
  });

  it('come out whole where the disk takes less than it is given, and more comes meanwhile', () => {
    const queue = new WriteQueue();
    const all = piece(0, 5 * block);
    const out: Buffer[] = [];
    for (let at = 0, step = 1; at < all.length; at += step, step = (step * 7 + 13) % 90_001) {
      queue.put(all.subarray(at, at + step));
      const next = queue.next();
      const before = Buffer.from(next);
      queue.put(new Uint8Array(0));
      expect(before.equals(next)).toBe(true);
      const count = Math.min(next.length, 40_000);
      out.push(before.subarray(0, count));
      queue.written(count);
    }
    out.push(drain(queue, 1000));
    expect(Buffer.concat(out).equals(all)).toBe(true);
  });

  it('stay as they are while they are written, whatever is put behind them', () => {
    const queue = new WriteQueue();
    queue.put(Buffer.from('first'));
    const writing = queue.next();
    queue.put(Buffer.alloc(block, 'x'));
    expect(Buffer.from(writing).toString()).toBe('first');
    queue.written(5);
    expect(drain(queue).equals(Buffer.alloc(block, 'x'))).toBe(true);
  });

  it('are copied: their buffer can be used for others at once', () => {
    const queue = new WriteQueue();
    const buffer = Buffer.from('kept');
    queue.put(buffer);
    buffer.fill('!');
    expect(drain(queue).toString()).toBe('kept');
  });

  it('lie in the same blocks again and again', () => {
    const queue = new WriteQueue();
    const blocks = new Set<ArrayBufferLike>();
    for (let round = 0; round < 200; round++) {
      queue.put(Buffer.alloc(100_000 + round));
      while (queue.size > 0) {
        blocks.add(queue.next().buffer);
        queue.written(queue.next().length);
      }
    }
    expect(blocks.size).toBe(1);
  });

  it('can be dropped, and others put then', () => {
    const queue = new WriteQueue();
    queue.put(Buffer.alloc(2 * block, 'x'));
    queue.written(1000);
    queue.drop();
    expect(queue.size).toBe(0);
    queue.put(Buffer.from('other'));
    expect(drain(queue).toString()).toBe('other');
  });
});
