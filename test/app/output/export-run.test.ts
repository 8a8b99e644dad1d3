import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeExport } from '../../../src/app/output/export-run.ts';
import { HostBytes } from '../../../src/records/host-bytes.ts';
import { RecordWriter } from '../../../src/records/record-writer.ts';
import { exited, runOf } from '../../support/run-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-export-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const quiet = {
  drained() {},
  broken(error: Error) {
    throw error;
  },
};
const run = runOf({ a: { outcome: exited(0), ms: 1 }, b: { outcome: exited(0), ms: 1 } });
const facts = { run, user: 'ada', unrecorded: new Set<string>() };

/** What hosts said, mixed, in two files as two workers write them. */
async function record(said: readonly (readonly [host: string, text: string])[]): Promise<string[]> {
  const files = ['1.rec', '2.rec'].map((name) => path.join(folder, name));
  const writers = files.map((file) => new RecordWriter(file, quiet));
  for (const [host, text] of said) {
    writers[host < 'm' ? 0 : 1]?.append(host, 'stdout', Buffer.from(text));
  }
  await Promise.all(writers.map((writer) => writer.close()));
  return files;
}

describe('an export', () => {
  it('is a new file of its owner’s alone, whatever the umask', async () => {
    await record([
      ['a', 'one '],
      ['b', 'two'],
      ['a', 'three'],
    ]);
    const file = path.join(folder, 'out.json');
    const before = process.umask(0);
    try {
      const told = await writeExport('json', { ...facts, folder }, file);
      expect(told).toMatch(/^run 1 is in .*out\.json \(\d+ B\)$/);
    } finally {
      process.umask(before);
    }
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const { runs } = JSON.parse(readFileSync(file, 'utf8'));
    expect(runs[0].outcomes[0].stdout).toEqual({ text: 'one three' });
  });

  it.each(['json', 'html', 'txt'])(
    'says in %s of whom the disk has not kept all',
    async (format) => {
      await record([['a', 'only this']]);
      const said = { outcome: exited(0), text: 'only this and more' };
      const run = runOf({ a: said, b: { outcome: exited(0) } });
      const file = path.join(folder, 'out');
      const told = await writeExport(format, { ...facts, run, folder }, file);
      expect(told).toMatch(/ – not all that a said was kept$/);
      const text = readFileSync(file, 'utf8');
      expect(text).toContain('only this');
      expect(text.match(/not all of its output was kept|"incomplete":true/g)).toHaveLength(1);
    },
  );

  it('writes over nothing and through no link', async () => {
    const there = path.join(folder, 'there.txt');
    writeFileSync(there, 'precious');
    const link = path.join(folder, 'link.txt');
    symlinkSync(path.join(folder, 'elsewhere'), link);
    for (const file of [there, link]) {
      await expect(writeExport('txt', facts, file)).rejects.toThrow(
        `${file} is there already – write another name`,
      );
    }
    expect(readFileSync(there, 'utf8')).toBe('precious');
    await expect(writeExport('txt', facts, path.join(folder, 'no/where.txt'))).rejects.toThrow(
      'no folder',
    );
  });

  it('leaves nothing behind where the record cannot be read', async () => {
    writeFileSync(path.join(folder, 'x.rec'), 'no record of ours');
    const file = path.join(folder, 'out.txt');
    await expect(writeExport('txt', { ...facts, folder }, file)).rejects.toThrow('no tutti record');
    expect(readdirSync(folder)).toEqual(['x.rec']);
  });
});

describe('the bytes of a host', () => {
  it.each([1, 9, 1000])('are read apart though they came mixed, with room for %d', async (most) => {
    const hosts = ['a', 'b', 'm', 'z'];
    const said = Array.from({ length: 40 }, (_, i) => [hosts[(i * 7) % 4] ?? '', `${i};`] as const);
    const bytes = new HostBytes(await record(said), most);
    for (const host of [...hosts, 'nobody', 'a']) {
      let text = '';
      for await (const chunk of bytes.of(host)) text += Buffer.from(chunk.bytes).toString();
      expect(text).toBe(said.flatMap(([one, text]) => (one === host ? [text] : [])).join(''));
    }
  });
});
