import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSourceFile } from '../../src/inventory/source-file.ts';
import { refusalOf } from '../support/parse-inventory.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'tutti-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pipe = (name: string): string => {
  const file = path.join(folder, name);
  execFileSync('mkfifo', [file]);
  return file;
};

describe('a source', () => {
  it('may be a pipe that is written to in pieces', async () => {
    const file = pipe('pieces');
    const writing = open(file, 'r+').then(async (writer) => {
      const reading = readSourceFile(file);
      await writer.write('web01\n');
      await writer.write('web02\n');
      await writer.close();
      return reading;
    });
    expect((await writing).text).toBe('web01\nweb02\n');
  });

  it('that is a pipe to which nobody writes is empty', async () => {
    expect((await readSourceFile(pipe('nobody'))).text).toBe('');
  });

  it('that never ends is refused at 4 MB', async () => {
    const file = pipe('endless');
    const writer = await open(file, 'r+');
    const reading = refusalOf(readSourceFile(file));
    const piece = Buffer.alloc(64 * 1024, 'a');
    for (let sent = 0; sent <= 4 * 1024 * 1024; sent += piece.length) await writer.write(piece);
    expect(await reading).toContain('larger than 4 MB');
    await writer.close();
  });

  it('that is a device is refused', async () => {
    expect(await refusalOf(readSourceFile('/dev/zero'))).toBe(
      '/dev/zero:1:1: this is a device – name a file or a pipe',
    );
  });

  it.each([
    ['#!/bin/sh\n', 0o700, true],
    ['\x7fELF\x02', 0o700, true],
    ['#!/bin/sh\n', 0o600, false],
    ['version: 1\n', 0o700, false],
  ])('%j with mode %o is a program: %s', async (text, mode, program) => {
    const file = path.join(folder, 'file');
    writeFileSync(file, Buffer.from(text, 'latin1'));
    chmodSync(file, mode);
    expect(await readSourceFile(file)).toMatchObject({ program, text: program ? '' : text });
  });
});
