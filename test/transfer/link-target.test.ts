import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { staysInside } from '../../src/transfer/link-target.ts';

describe('a link in a tree', () => {
  it.each([
    ['a', 'b'],
    ['a', './b'],
    ['a', 'sub/b'],
    ['sub/a', '../b'],
    ['sub/a', '..'],
    ['sub/deep/a', '../../b/c'],
    ['sub/a', '.././b'],
    ['a', '..b/c'],
  ])('at %s that says %s stays inside', (at, target) => expect(staysInside(at, target)).toBe(true));

  it.each([
    ['a', ''],
    ['a', '/etc/passwd'],
    ['a', '..'],
    ['a', '../b'],
    ['sub/a', '../../b'],
    ['a', 'b\0'],
    ['a', 'b/../../c'],
    ['a', 'b/..'],
    ['sub/a', '../b/../c'],
  ])('at %s that says %j does not', (at, target) => expect(staysInside(at, target)).toBe(false));

  it('does not lead out through another one that leads up', () => {
    const tree = mkdtempSync(path.join(tmpdir(), 'tutti-links-'));
    onTestFinished(() => rmSync(tree, { recursive: true }));
    const root = path.join(tree, 'one', 'root');
    mkdirSync(path.join(root, 'd/e'), { recursive: true });
    const links = [
      ['d/e/up', '../..'],
      ['out', 'd/e/up/../..'],
    ] as const;
    for (const [at, target] of links) symlinkSync(target, path.join(root, at));
    // The other realpathSync takes `..` for text.
    expect(realpathSync.native(path.join(root, 'd/e/up'))).toBe(realpathSync.native(root));
    expect(realpathSync.native(path.join(root, 'out'))).toBe(realpathSync.native(tree));
    expect(links.map(([at, target]) => staysInside(at, target))).toEqual([true, false]);
  });
});
