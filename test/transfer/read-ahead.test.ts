import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readAhead } from '../../src/transfer/read-ahead.ts';

/** A remote file that counts what is asked of it. */
function counted(content: Buffer) {
  let reads = 0;
  const unasked = () => Promise.reject(new Error('only read'));
  const file = {
    async read(offset: number, length: number) {
      reads += 1;
      await new Promise(setImmediate);
      const bytes = content.subarray(offset, offset + length);
      return bytes.length === 0 ? undefined : bytes;
    },
    ...{ write: unasked, attributes: unasked, setAttributes: unasked },
    ...{ sync: unasked, close: unasked },
  };
  return { file, reads: () => reads };
}

async function all(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('reading ahead', () => {
  const large = randomBytes(1_000_000);

  it.each([
    ['as told', large.length],
    ['larger than told', 10],
    ['much smaller than told', 1e12],
    ['not told', undefined],
    ['told to be empty', 0],
  ])('gives all of a file whose size is %s', async (_, told) => {
    const { file } = counted(large);
    const got = await all(readAhead(file, told === undefined ? {} : { told }));
    expect(got.equals(large)).toBe(true);
  });

  it('gives a part of it', async () => {
    const { file } = counted(large);
    const got = await all(readAhead(file, { from: 100_000, most: 500_000, told: large.length }));
    expect(got.equals(large.subarray(100_000, 600_000))).toBe(true);
  });

  it('takes two reads for a little file: the second sees its end', async () => {
    const { file, reads } = counted(Buffer.from('little'));
    expect((await all(readAhead(file, { told: 6 }))).toString()).toBe('little');
    expect(reads()).toBe(2);
  });
});
