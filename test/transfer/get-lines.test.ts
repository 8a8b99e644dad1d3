import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TransferOptions } from '../../src/domain/transfer.ts';
import { hasSftpServer, localHost } from '../support/sftp-place.ts';
import { localFolder, transferring } from '../support/transferring.ts';

let local: string;
let remote: string;
let connection: ReturnType<typeof localHost>['connection'];
beforeEach(() => {
  local = localFolder();
  ({ connection, folder: remote } = localHost());
});

/** `f0`, `f1`, … of two bytes each. */
function files(folder: string, count: number): void {
  mkdirSync(path.join(remote, folder), { recursive: true });
  for (let at = 0; at < count; at += 1) {
    writeFileSync(path.join(remote, folder, `f${at}`), 'xy');
  }
}

const get = (sources: string[], options: TransferOptions = {}) =>
  transferring({ kind: 'get', sources, destination: local, options }, connection);

describe.skipIf(!hasSftpServer)('what a get tells', () => {
  it('is a line for each of a few files, in one order', async () => {
    files('t', 20);
    const names = Array.from({ length: 20 }, (_, at) => `f${at}`).sort();
    expect((await get(['t'])).said).toEqual(names.map((name) => `t/${name}  2 B`));
  });

  it('is a line for each source when they are many', async () => {
    files('t', 21);
    files('u', 3);
    symlinkSync('f0', path.join(remote, 'u/link'));
    expect((await get(['t', 'u'], { links: 'copy' })).said).toEqual([
      't → t/  21 files, 42 B',
      'u → u/  4 files, 6 B',
    ]);
    files('t', 22);
    expect((await get([`${remote}/t`])).said).toEqual([
      `${remote}/t → t/  1 files, 2 B, 21 unchanged`,
    ]);
  });

  it('is a line for what a pattern finds', async () => {
    files('.', 30);
    expect((await get(['f*'])).said).toEqual(['f*  30 files, 60 B']);
  });

  it('is a line for each file of a dry get, however many they are', async () => {
    files('t', 21);
    await get(['t']);
    writeFileSync(path.join(remote, 't/f3'), 'changed');
    files('t', 3);
    writeFileSync(path.join(remote, 't/new'), '');
    const { said, facts } = await get(['t'], { dryRun: true });
    expect(said).toHaveLength(22);
    expect(said.filter((line) => !line.endsWith('same'))).toEqual([
      't/f3  differs',
      't/new  missing',
    ]);
    expect(facts).toMatchObject({ bytes: 0, unchanged: 20, transferred: 2 });
  });

  it('ends with all files and bytes, links counted too', async () => {
    files('t', 5);
    symlinkSync('f0', path.join(remote, 't/link'));
    const { progress } = await get(['t'], { links: 'copy' });
    expect(progress.at(-1)).toEqual({ bytes: 10, totalBytes: 10, files: 6, totalFiles: 6 });
  });

  it('names each source that fails, and gets the others', async () => {
    files('t', 1);
    const { said, warned, facts } = await get(['[z-a]', 'gone/../x', 'gone', 't', '[', 'no/*']);
    expect(warned).toEqual([
      '[z-a]: matches nothing there',
      'gone/../x: no such file or folder',
      `${remote}/gone: no such file or folder`,
      `${remote}/[: no such file or folder`,
      'no/*: matches nothing there',
    ]);
    expect(said).toEqual(['t/f0  2 B']);
    expect(facts).toMatchObject({ failed: 5, transferred: 1 });
  });

  it('names what a pattern finds but cannot be called so here', async () => {
    files('t', 1);
    writeFileSync(Buffer.concat([Buffer.from(`${remote}/t/f`), Buffer.from([0xff])]), 'x');
    const { warned, facts } = await get(['t/f*']);
    expect(warned).toEqual([`${remote}/t/f\ufffd: its name is no UTF-8 (hex 66ff)`]);
    expect(facts).toMatchObject({ failed: 1, transferred: 1 });
  });
});
