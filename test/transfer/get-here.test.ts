import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { TransferOptions } from '../../src/domain/transfer.ts';
import { lastingPart } from '../../src/transfer/part-name.ts';
import { hasSftpServer, localHost } from '../support/sftp-place.ts';
import { localFolder, transferring, writeBelow } from '../support/transferring.ts';

let local: string;
let remote: string;
let connection: ReturnType<typeof localHost>['connection'];
beforeEach(() => {
  local = localFolder();
  ({ connection, folder: remote } = localHost());
});

const there = (name: string, content?: string | Uint8Array): string =>
  writeBelow(remote, name, content);

function here(name: string, content?: string): string {
  const file = path.join(local, 'web01', name);
  mkdirSync(path.dirname(file), { recursive: true });
  if (content !== undefined) writeFileSync(file, content);
  return file;
}

const get = (sources: string[], options: TransferOptions = {}, destination = local) =>
  transferring({ kind: 'get', sources, destination, options }, connection);

/** A file system of two megabytes; undefined where none can be mounted. */
function smallDisk(options: string): string | undefined {
  const place = localFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', place], { stdio: 'ignore' });
  } catch {
    process.stderr.write('skipped, no file system can be mounted here\n');
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', place]));
  return place;
}

describe.skipIf(!hasSftpServer)('a get, on this machine', () => {
  it('changes no time or mode of a folder behind a link', async () => {
    const outside = localFolder();
    mkdirSync(path.join(outside, 'sub'));
    utimesSync(path.join(outside, 'sub'), 7, 7);
    there('t/sub/x');
    symlinkSync(outside, here('t'));
    const before = statSync(path.join(outside, 'sub'));
    const { facts, warned } = await get(['t']);
    expect(facts).toMatchObject({ transferred: 0, failed: 3 });
    expect(warned[0]).toContain('is no folder of ours');
    const { mode, mtimeMs } = statSync(path.join(outside, 'sub'));
    expect({ mode, mtimeMs }).toEqual({ mode: before.mode, mtimeMs: before.mtimeMs });
  });

  it('takes nothing behind a link for what it has got', async () => {
    const outside = localFolder();
    writeFileSync(path.join(outside, 'x'), 'same');
    there('t/x', 'same');
    symlinkSync(outside, here('t'));
    expect((await get(['t'])).facts).toMatchObject({ unchanged: 0 });
    expect((await get(['t'], { dryRun: true })).facts).toMatchObject({ unchanged: 0, failed: 1 });
  });

  it('does not begin where the host’s folder is a link', async () => {
    const outside = localFolder();
    symlinkSync(outside, path.join(local, 'web01'));
    there('a');
    const { error } = await get(['a']);
    expect(error).toMatchObject({ name: 'TransferRefused' });
    expect(readdirSync(outside)).toEqual([]);
  });

  it('puts no file where a folder is, no folder where a file is, and goes on', async () => {
    for (const name of ['t/a', 't/b/x', 't/c']) there(name);
    here('t/a/mine', 'kept');
    here('t/b', 'kept');
    const { facts, warned } = await get(['t']);
    expect(facts).toMatchObject({ transferred: 1, failed: 3 });
    expect(warned.sort()).toEqual([
      `${remote}/t/a: t/a is here and is no file – remove it, or write another folder`,
      `${remote}/t/b/x: something on the way is no folder here`,
      `${remote}/t/b: t/b is no folder of ours here (a link or a file is there) – remove it, or write another folder`,
    ]);
    expect(readFileSync(here('t/a/mine'), 'utf8')).toBe('kept');
    expect(readFileSync(here('t/b'), 'utf8')).toBe('kept');
  });

  it('refuses once, not for each file, where nothing can be written', async () => {
    for (const name of ['t/a', 't/b']) there(name);
    const file = path.join(local, 'file');
    writeFileSync(file, '');
    const { error, warned } = await get(['t'], {}, path.join(file, 'dest'));
    expect(error).toMatchObject({
      name: 'TransferRefused',
      message: `cannot write into ${file}/dest: something on the way is no folder here`,
    });
    expect(warned).toEqual([]);
    const disk = smallDisk('ro');
    if (disk === undefined) return;
    expect((await get(['t'], {}, disk)).error).toMatchObject({
      message: `cannot write into ${disk}: this file system is read-only`,
    });
  });

  it('says that the disk is full, leaves nothing half, and gets what still fits', async () => {
    const disk = smallDisk('size=2m');
    if (disk === undefined) return;
    there('t/a-large', randomBytes(3 * 1024 * 1024));
    there('t/b-larger', randomBytes(9 * 1024 * 1024));
    there('t/c-small', 'fits');
    const { facts, warned } = await get(['t'], {}, disk);
    expect(facts).toMatchObject({ failed: 2, transferred: 1 });
    expect(warned).toEqual(
      ['a-large', 'b-larger'].map((name) => `${remote}/t/${name}: no space left on this machine`),
    );
    expect(readdirSync(path.join(disk, 'web01/t'))).toEqual(['c-small']);
  });

  it('goes on from no part that is not the beginning, or is not ours alone', async () => {
    const content = randomBytes(9 * 1024 * 1024);
    there('big', content);
    const file = path.join(remote, 'big');
    utimesSync(file, 1000, 2000);
    const part = here(lastingPart('big', `${file} ${content.length} 2000`));
    const theirs = path.join(localFolder(), 'theirs');
    for (const place of [
      () => writeFileSync(part, 'something else'),
      () => symlinkSync(theirs, part),
      () => linkSync(theirs, part),
    ]) {
      writeFileSync(theirs, content.subarray(0, 1000));
      place();
      expect((await get(['big'], { force: true })).facts).toMatchObject({ transferred: 1 });
      expect(readFileSync(here('big')).equals(content)).toBe(true);
      expect(readFileSync(theirs)).toHaveLength(1000);
      expect(readdirSync(here('.'))).toEqual(['big']);
      rmSync(theirs);
    }
  });

  it('goes on from a part of ours', async () => {
    const content = randomBytes(9 * 1024 * 1024);
    there('big', content);
    const file = path.join(remote, 'big');
    utimesSync(file, 1000, 2000);
    writeFileSync(
      here(lastingPart('big', `${file} ${content.length} 2000`)),
      content.subarray(0, 12345),
    );
    const { progress } = await get(['big']);
    expect(progress.map(({ bytes }) => bytes)).toContain(12345);
    expect(readFileSync(here('big')).equals(content)).toBe(true);
  });

  it('says nothing of the host in its lines: hosts that fare alike are told alike', async () => {
    there('a');
    mkdirSync(here('a'), { recursive: true });
    const on = async (host: string) => {
      mkdirSync(path.join(local, host, 'a'), { recursive: true });
      const transfer = { kind: 'get', sources: ['a'], destination: local, options: {} } as const;
      return (await transferring(transfer, connection, { host })).warned;
    };
    expect(await on('web01')).toEqual(await on('db01'));
  });

  it('keeps hosts with names that lead elsewhere in the destination', async () => {
    there('a');
    const destination = path.join(local, 'dest');
    for (const host of ['..', '../..', '.\u200d.', '/etc', 'x/../../y']) {
      const transfer = { kind: 'get', sources: ['a'], destination, options: {} } as const;
      expect((await transferring(transfer, connection, { host })).error).toBeUndefined();
    }
    expect(readdirSync(local)).toEqual(['dest']);
    expect(readdirSync(destination).sort()).toEqual(['.._..', '_..', '_etc', 'x_.._.._y']);
  });
});
