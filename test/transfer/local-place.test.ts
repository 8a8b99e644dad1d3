import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LocalPlace } from '../../src/transfer/local-place.ts';
import { localFolder } from '../support/transferring.ts';

let destination: string;
let outside: string;
let place: LocalPlace;
beforeEach(() => {
  destination = localFolder();
  outside = localFolder();
  place = new LocalPlace(path.join(destination, 'web01'));
});

async function write(name: string, content: string, into = place): Promise<void> {
  const part = `${name}.part`;
  const file = await into.create(part);
  await file.writeFile(content);
  await file.close();
  await into.replace(part, name);
}

const notOurs = { name: 'NotOursError' };

describe('a place for files here', () => {
  it('makes the folders that are missing, and the destination too', async () => {
    place = new LocalPlace(path.join(destination, 'new', 'deep', 'web01'));
    await write('a/b/file', 'x');
    expect(readFileSync(place.at('a/b/file'), 'utf8')).toBe('x');
    expect(statSync(place.root).mode & 0o777).toBe(0o777 & ~process.umask());
  });

  it('makes nothing while it only looks', async () => {
    expect(await place.find('a/b')).toBeUndefined();
    expect(readdirSync(destination)).toEqual([]);
  });

  it('may be reached through a link of the operator’s own', async () => {
    symlinkSync(outside, path.join(destination, 'link'));
    place = new LocalPlace(path.join(destination, 'link', 'web01'));
    await write('sub/a', 'x');
    expect(readFileSync(path.join(outside, 'web01/sub/a'), 'utf8')).toBe('x');
  });

  it('keeps a new file to its owner until it is whole', async () => {
    const file = await place.create('.part');
    expect((await file.stat()).mode & 0o777).toBe(0o600);
    await file.close();
  });

  it('takes no part that is there for a new one', async () => {
    await (await place.create('.part')).close();
    await expect(place.create('.part')).rejects.toMatchObject({ code: 'EEXIST' });
    symlinkSync(path.join(outside, 'file'), place.at('link'));
    await expect(place.create('link')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('a place with a link in it', () => {
  it('is not begun where the host’s folder is one', async () => {
    symlinkSync(outside, place.root);
    await expect(place.makeFolder('')).rejects.toMatchObject(notOurs);
    await expect(place.create('a')).rejects.toMatchObject(notOurs);
    await expect(place.find('a')).rejects.toMatchObject(notOurs);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('makes, reads, writes, links, finishes and removes nothing through it', async () => {
    await place.makeFolder('');
    mkdirSync(path.join(outside, 'sub'));
    writeFileSync(path.join(outside, 'file'), 'theirs');
    symlinkSync(outside, place.at('t'));
    utimesSync(path.join(outside, 'sub'), 1, 1);
    chmodSync(path.join(outside, 'sub'), 0o700);
    const look = { mode: 0o777, accessed: 5, modified: 5 };
    for (const refused of [
      () => place.makeFolder('t'),
      () => place.makeFolder('t/new'),
      () => place.create('t/new'),
      () => place.reopen('t/file'),
      () => place.read('t/file'),
      () => place.find('t/file'),
      () => place.replace('t/file', 't/other'),
      () => place.link('target', 't/link'),
      () => place.remove('t/file'),
    ]) {
      await expect(refused()).rejects.toMatchObject(notOurs);
    }
    await place.finishFolder('t/sub', look);
    await place.finishFolder('t', look);
    expect(readdirSync(outside).sort()).toEqual(['file', 'sub']);
    expect(statSync(path.join(outside, 'sub'))).toMatchObject({ mtimeMs: 1000, mode: 0o40700 });
  });

  it('is left alone also when the link comes later', async () => {
    await write('t/a', 'x');
    rmSync(place.at('t'), { recursive: true });
    symlinkSync(outside, place.at('t'));
    await expect(place.create('t/b')).rejects.toMatchObject(notOurs);
    await expect(
      place.finishFolder('t', { mode: 0o700, accessed: 5, modified: 5 }),
    ).rejects.toThrow();
    expect(readdirSync(outside)).toEqual([]);
  });

  it('is left alone when the link comes between the part and its name', async () => {
    const file = await place.create('t/part');
    await file.close();
    rmSync(place.at('t'), { recursive: true });
    writeFileSync(path.join(outside, 'part'), 'x');
    symlinkSync(outside, place.at('t'));
    await expect(place.replace('t/part', 't/a')).rejects.toMatchObject(notOurs);
    expect(readdirSync(outside)).toEqual(['part']);
  });

  it('has a link replaced, and not what it leads to', async () => {
    await place.makeFolder('');
    writeFileSync(path.join(outside, 'file'), 'theirs');
    symlinkSync(path.join(outside, 'file'), place.at('a'));
    await write('a', 'new');
    expect(lstatSync(place.at('a')).isFile()).toBe(true);
    expect(readFileSync(path.join(outside, 'file'), 'utf8')).toBe('theirs');
    await place.link('b', 'a2');
    expect(readlinkSync(place.at('a2'))).toBe('b');
    expect(readdirSync(place.root).sort()).toEqual(['a', 'a2']);
  });
});

describe('a part that is gone on with', () => {
  it('is a file of ours', async () => {
    await (await place.create('.part')).close();
    const file = await place.reopen('.part');
    expect(file).toBeDefined();
    await file?.close();
    expect(await place.reopen('.none')).toBeUndefined();
  });

  it('is no link, no folder, and has no other name', async () => {
    await place.makeFolder('folder');
    const theirs = path.join(outside, 'file');
    writeFileSync(theirs, 'theirs');
    symlinkSync(theirs, place.at('link'));
    linkSync(theirs, place.at('hard'));
    for (const name of ['folder', 'link', 'hard']) {
      expect(await place.reopen(name)).toBeUndefined();
    }
  });
});

/** Does not tell `A` from `a`, as the disks of macOS and Windows. */
class FoldingPlace extends LocalPlace {
  override at(relative: string): string {
    return super.at(relative.toLowerCase());
  }
}

describe('a file system that does not tell A from a', () => {
  beforeEach(() => {
    place = new FoldingPlace(path.join(realpathSync(destination), 'web01'));
  });

  it('keeps the first of two files, also when they come at once', async () => {
    await Promise.all([place.create('File.1'), place.create('file.2')]).then(async (files) => {
      for (const file of files) await file.close();
    });
    const both = await Promise.allSettled([
      place.replace('File.1', 'File'),
      place.replace('file.2', 'file'),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({
      reason: { message: 'is File on this file system – get it apart' },
    });
  });

  it('keeps a file that was there already, and is the first’s', async () => {
    await write('file', 'old');
    const later = new FoldingPlace(place.root);
    const there = await later.find('File');
    if (!there) throw new Error('it is there');
    later.keep(there, 'File');
    await expect(write('file', 'new', later)).rejects.toThrow('is File on this file system');
    expect(readFileSync(place.at('file'), 'utf8')).toBe('old');
  });

  it('does not mix two folders', async () => {
    await place.makeFolder('Folder');
    await expect(place.makeFolder('folder')).rejects.toThrow('is Folder on this file system');
  });

  it('lets files be that are one by hard links', async () => {
    await write('a', 'x');
    linkSync(place.at('a'), place.at('b'));
    const later = new LocalPlace(place.root);
    for (const name of ['a', 'b']) {
      const there = await later.find(name);
      if (!there) throw new Error('it is there');
      expect(() => later.keep(there, name)).not.toThrow();
    }
  });
});

describe('two files of one name', () => {
  it('are told, and the first is kept', async () => {
    await write('a', 'first');
    await expect(write('a', 'second')).rejects.toThrow('the host has two of this name');
    expect(readFileSync(place.at('a'), 'utf8')).toBe('first');
  });
});
