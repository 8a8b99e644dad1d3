import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordedLines } from '../../../src/app/output/recorded-lines.ts';
import { searchLines } from '../../../src/app/output/search-lines.ts';
import type { Failure } from '../../../src/domain/failure.ts';
import type { HostHits } from '../../../src/domain/host-hits.ts';
import { RecordWriter } from '../../../src/records/record-writer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-recorded-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const quiet = {
  drained() {},
  broken(error: Error) {
    throw error;
  },
};
const writer = (name: string) => new RecordWriter(path.join(folder, `${name}.rec`), quiet);
const lines = (from: number, to: number) =>
  Buffer.from(Array.from({ length: to - from }, (_, i) => `${from + i}\n`).join(''));

/** No worker has anything of run `r`, whose records are in the folder. */
const gone: Failure = { kind: 'worker', message: 'gone' };
const recordedLines = () =>
  new RecordedLines({
    cluster: { read: (_run, _host, from) => Promise.resolve({ from, lines: [], failure: gone }) },
    folderOf: (run) => (run === 'r' ? folder : undefined),
    namesOf: (host) => [host],
  });

describe('lines that no worker has', () => {
  it('are read from its record, while another worker goes on to write', async () => {
    const [dead, alive] = [writer('dead'), writer('alive')];
    dead.append('a', 'stdout', lines(0, 30_000));
    alive.append('b', 'stdout', lines(0, 10));
    await Promise.all([dead.flushed(), alive.flushed()]);
    const recorded = recordedLines();
    const texts = async (host: string, from: number, count: number) =>
      (await recorded.read('r', host, from, count)).lines.map(({ text }) => text);
    expect(await texts('a', 12_345, 2)).toEqual(['12345', '12346']);
    expect(await texts('a', 29_999, 5)).toEqual(['29999']);
    expect(await texts('b', 9, 5)).toEqual(['9']);
    alive.append('b', 'stdout', lines(10, 20));
    alive.append('c', 'stderr', Buffer.from('late\n'));
    await alive.flushed();
    expect(await texts('c', 0, 5)).toEqual(['late']);
    expect(await texts('b', 9, 5)).toEqual(['9', '10', '11', '12', '13']);
    await Promise.all([dead.close(), alive.close()]);
  });

  it('and no record either are told', async () => {
    const recorded = recordedLines();
    for (const run of ['r', 'unknown']) {
      const { lines, failure } = await recorded.read(run, 'a', 0, 5);
      expect({ lines, kind: failure?.kind }).toEqual({ lines: [], kind: 'file' });
      expect(failure?.message).toContain('not kept');
    }
  });

  it('are searched, and of what is not kept nothing is asked again', async () => {
    const dead = writer('dead');
    dead.append('a', 'stdout', lines(0, 5000));
    await dead.close();
    const recorded = recordedLines();
    const hits: HostHits[] = [];
    const failure = await new Promise((resolve) => {
      const search = searchLines(
        {
          search: ({ from }, told) =>
            told.done(
              undefined,
              from.map(([host]) => host),
            ),
        },
        { earlier: () => undefined, recorded: (run, hosts) => recorded.outputs(run, hosts) },
      );
      const from = [
        ['a', 0],
        ['quiet', 0],
      ] as const;
      search.search(
        { id: 'r', text: '4321', from },
        { found: (some) => hits.push(...some), done: resolve },
      );
    });
    expect(failure).toBeUndefined();
    expect(hits.flatMap(({ host, lines }) => lines.map((line) => [host, line]))).toEqual([
      ['a', 4321],
    ]);
    const most = (host: string) =>
      Math.max(...hits.filter((each) => each.host === host).map(({ to }) => to));
    expect([most('a'), most('quiet')]).toEqual([Infinity, Infinity]);
    expect(hits.filter(({ unseen }) => unseen).map(({ host }) => host)).toEqual(['quiet']);
  });
});
