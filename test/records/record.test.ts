import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHost, readRecord, replayRecord } from '../../src/records/record-reader.ts';
import { RecordWriter } from '../../src/records/record-writer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-record-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const quiet = {
  drained() {},
  broken(error: Error) {
    throw error;
  },
};

async function all(file: string): Promise<string[]> {
  const chunks: string[] = [];
  for await (const { host, stream, bytes } of readRecord(file)) {
    chunks.push(`${host} ${stream} ${bytes.toString('latin1')}`);
  }
  return chunks;
}

describe('a record of a run', () => {
  it('gives back every byte of every host in order of arrival', async () => {
    const file = path.join(folder, 'deep', 'w.rec');
    const record = new RecordWriter(file, quiet);
    record.append('web01', 'stdout', Buffer.from('a\0\xff', 'latin1'));
    record.append('web02', 'stderr', Buffer.from('oops'));
    record.append('web01', 'stdout', Buffer.from('b\n'));
    await record.close();
    expect(await all(file)).toEqual([
      'web01 stdout a\0\xff',
      'web02 stderr oops',
      'web01 stdout b\n',
    ]);
  });

  it('tells when that arrived, to some 10 ms', async () => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    for (const now of [5000, 5004, 5030, 4000])
      record.append('h', 'stdout', Buffer.from(`${now}\n`), now);
    await record.close();
    const times: string[] = [];
    for await (const { time, bytes } of replayRecord(file)) times.push(`${time} ${bytes}`.trim());
    expect(times).toEqual(['5000 5000', '5000 5004', '5030 5030', '4000 4000']);
  });

  it('is readable by its owner only', async () => {
    const file = path.join(folder, 'deep', 'w.rec');
    await new RecordWriter(file, quiet).close();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
  });

  it('reads one host from any of its frames on, also while it is being written', async () => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    const offsets = Array.from({ length: 3000 }, (_, i) =>
      record.append(
        `h${i % 7}`,
        i % 2 ? 'stderr' : 'stdout',
        Buffer.from(`line ${i} ${'x'.repeat(i % 300)}\n`),
      ),
    );
    await record.flushed();
    const lines: string[] = [];
    for await (const { bytes } of readHost(file, record.hostIndex('h3')!, offsets[1004]!)) {
      lines.push(bytes.toString().split(' ')[1]!);
    }
    expect(lines).toEqual(
      Array.from({ length: 3000 }, (_, i) => i)
        .filter((i) => i >= 1004 && i % 7 === 3)
        .map(String),
    );
    await record.close();
  });

  it('tells that it is full and when it has drained', async () => {
    let drained = 0;
    const record = new RecordWriter(path.join(folder, 'w.rec'), {
      ...quiet,
      drained: () => drained++,
    });
    for (let i = 0; i < 9; i++) record.append('h', 'stdout', Buffer.alloc(1024 * 1024));
    expect(record.full).toBe(true);
    await record.close();
    expect(record.full).toBe(false);
    expect(drained).toBeGreaterThan(0);
  });

  it('goes on where it was closed, also before its first byte', async () => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    await record.close();
    for (const text of ['first', 'second']) {
      record.append('h', 'stdout', Buffer.from(text));
      await record.close();
    }
    expect(await all(file)).toEqual(['h stdout first', 'h stdout second']);
  });

  it('keeps the order of many hosts, however their bytes are cut and however full it is', async () => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    const expected: string[] = [];
    for (let i = 0; i < 400; i++) {
      const text = `${i} ${'x'.repeat((i * 7919) % 70_000)}`;
      record.append(`h${i % 5}`, i % 3 ? 'stdout' : 'stderr', Buffer.from(text));
      expected.push(`h${i % 5} ${i % 3 ? 'stdout' : 'stderr'} ${text}`);
      if (i % 50 === 0) await record.flushed();
    }
    await record.close();
    expect(await all(file)).toEqual(expected);
  });

  it('gives what is whole when a crash cut the file short', async () => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    record.append('h', 'stdout', Buffer.from('first'));
    record.append('h', 'stdout', Buffer.from('second'));
    await record.close();
    truncateSync(file, statSync(file).size - 3);
    expect(await all(file)).toEqual(['h stdout first', 'h stdout sec']);
  });

  it.each([
    ['a body of 4 GB', Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0])],
    ['an unknown kind', Buffer.from([0, 0, 0, 1, 0, 0, 9, 0])],
  ])('ends where it is damaged: %s', async (_, damage) => {
    const file = path.join(folder, 'w.rec');
    const record = new RecordWriter(file, quiet);
    record.append('h', 'stdout', Buffer.from('first'), 0);
    const at = record.append('h', 'stdout', Buffer.from('second'), 0);
    for (let i = 0; i < 100; i++) record.append('h', 'stdout', Buffer.from('and so on'), 0);
    await record.close();
    const bytes = readFileSync(file);
    damage.copy(bytes, at);
    writeFileSync(file, bytes);
    expect(await all(file)).toEqual(['h stdout first']);
  });

  it('that nothing was written to is empty', async () => {
    const file = path.join(folder, 'w.rec');
    await new RecordWriter(file, quiet).close();
    expect(await all(file)).toEqual([]);
  });

  it('refuses a file that is no record', async () => {
    const file = path.join(folder, 'other');
    appendFileSync(file, 'something else entirely');
    await expect(all(file)).rejects.toThrow('no tutti record');
  });

  it('that the disk has refused takes nothing more, and still closes', async () => {
    const place = path.join(folder, 'gone');
    mkdirSync(place);
    const broken = Promise.withResolvers<Error>();
    const writer = new RecordWriter(path.join(place, 'a.rec'), {
      drained() {},
      broken: broken.resolve,
    });
    writer.append('a', 'stdout', Buffer.from('1'));
    await writer.close();
    rmSync(place, { recursive: true });
    writeFileSync(place, '');
    writer.append('a', 'stdout', Buffer.from('2'));
    expect((await broken.promise).message).toContain('is no folder');
    writer.append('a', 'stdout', Buffer.from('3'));
    expect(writer.flushed()).toBeUndefined();
    await writer.close();
  });
});
