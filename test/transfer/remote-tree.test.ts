import { describe, expect, it } from 'vitest';
import { readRemoteTree } from '../../src/transfer/remote-tree.ts';
import { type LyingFolder, lyingSftp } from '../support/lying-sftp.ts';

const { signal } = new AbortController();

const filesCalled = (name: (at: number) => string): LyingFolder =>
  Object.fromEntries(Array.from({ length: 100 }, (_, at) => [name(at), 'file'] as const));

describe('a remote tree', () => {
  it('without an end is read as far as the limit, and told once', async () => {
    const files = filesCalled((at) => `f${at}`);
    const sftp = lyingSftp({ '/t': { a: 'folder', b: 'folder' }, '/t/a': files, '/t/b': files });
    const { entries, leftOut } = await readRemoteTree(sftp, '/t', undefined, signal, 20);
    expect(entries).toHaveLength(20);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]?.why).toContain('the rest is left out');
    expect(sftp.read).toEqual(['/t', '/t/a']);
  });

  it('of names that are none is not told without an end', async () => {
    const names = filesCalled((at) => `../${at}`);
    const { entries, leftOut } = await readRemoteTree(
      lyingSftp({ '/t': names }),
      '/t',
      undefined,
      signal,
      10,
    );
    expect(entries).toHaveLength(1);
    expect(leftOut.length).toBeLessThan(15);
    expect(leftOut.at(-1)?.why).toContain('the rest is left out');
  });
});
