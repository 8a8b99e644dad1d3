import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { transferOf } from '../../../src/app/runs/transfer-of.ts';
import { localFolder } from '../../support/transferring.ts';

const put = (source: string) =>
  transferOf({ kind: 'put', sources: [source], destination: '/tmp/', options: {} });

describe('a local file that cannot be put', () => {
  it('is a link that leads nowhere', () => {
    const link = path.join(localFolder(), 'link');
    symlinkSync('nowhere', link);
    expect(() => put(link)).toThrow(`\`${link}\` is a link that leads nowhere`);
  });

  // Root reads every folder.
  it.skipIf(process.getuid?.() === 0)('is in a folder that is closed', () => {
    const folder = path.join(localFolder(), 'closed');
    mkdirSync(folder);
    chmodSync(folder, 0o100);
    expect(() => put(path.join(folder, 'x'))).toThrow('is closed to you');
  });

  it('is told with the nearest name', () => {
    const folder = localFolder();
    mkdirSync(path.join(folder, 'test.py'));
    expect(() => put(path.join(folder, 'tset.py'))).toThrow('did you mean test.py?');
  });
});
