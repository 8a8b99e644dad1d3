import { createHash, randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalFiles, openLocalFiles } from '../../src/transfer/local-files.ts';
import { localFolder } from '../support/transferring.ts';

let files: LocalFiles;
afterEach(() => files.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function whole(file: string, from = 0): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let at = from;
  for (let part = await files.read(file, at); part; part = await files.read(file, at)) {
    parts.push(part);
    at += part.length;
  }
  return Buffer.concat(parts);
}

describe('local files', () => {
  it.each([0, 1, 255 * 1024 - 1, 255 * 1024, 255 * 1024 + 1, 3_000_000])(
    'of %i bytes are read whole, from anywhere',
    async (size) => {
      files = openLocalFiles();
      const file = path.join(localFolder(), 'f');
      const bytes = randomBytes(size);
      writeFileSync(file, bytes);
      expect((await whole(file)).equals(bytes)).toBe(true);
      const middle = size >> 1;
      expect((await whole(file, middle)).equals(bytes.subarray(middle))).toBe(true);
      expect(await files.read(file, size + 1)).toBeUndefined();
    },
  );

  it('are read once for all who want them', async () => {
    files = openLocalFiles();
    const file = path.join(localFolder(), 'f');
    writeFileSync(file, 'content');
    const [one, other] = await Promise.all([files.read(file, 0), files.read(file, 0)]);
    expect(one?.buffer).toBe(other?.buffer);
  });

  it('may be many more than can be open at once', async () => {
    files = openLocalFiles();
    const folder = localFolder();
    const names = Array.from({ length: 300 }, (_, n) => path.join(folder, `${n}`));
    for (const name of names) writeFileSync(name, name);
    const read = await Promise.all(names.map((name) => files.read(name, 0)));
    expect(read.map((bytes) => Buffer.from(bytes ?? []).toString())).toEqual(names);
  });

  it('have the SHA-256 of all, and of a beginning', async () => {
    files = openLocalFiles();
    const file = path.join(localFolder(), 'f');
    const bytes = randomBytes(2_000_000);
    writeFileSync(file, bytes);
    expect(await files.digest(file)).toBe(sha256(bytes));
    expect(await files.digest(file, 1_500_001)).toBe(sha256(bytes.subarray(0, 1_500_001)));
    expect(await files.digest(file, 0)).toBe(sha256(Buffer.alloc(0)));
  });

  it('that change meanwhile are told', async () => {
    files = openLocalFiles();
    const folder = localFolder();
    mkdirSync(path.join(folder, 'd'));
    const file = path.join(folder, 'd', 'f');
    writeFileSync(file, 'content');
    await files.tree([path.join(folder, 'd')], undefined);
    await files.unchanged(file);
    appendFileSync(file, ' and more');
    await expect(files.unchanged(file)).rejects.toThrow('it changed while it was copied');
  });

  it('that are not there are told with Node’s own error', async () => {
    files = openLocalFiles();
    await expect(files.read('/no/such/file', 0)).rejects.toThrow('ENOENT');
  });
});
