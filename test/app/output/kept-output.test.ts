import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replayOutput } from '../../../src/app/output/kept-output.ts';
import { RecordWriter } from '../../../src/records/record-writer.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tutti-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const quiet = {
  drained() {},
  broken(error: Error) {
    throw error;
  },
};

it('tells in which order the lines of all workers arrived', async () => {
  const [one, other] = ['one', 'other'].map(
    (name) => new RecordWriter(path.join(folder, `${name}.rec`), quiet),
  );
  one?.append('a', 'stdout', Buffer.from('a0\na1\nhalf '), 1000);
  other?.append('c', 'stdout', Buffer.from('c0\n'), 1100);
  one?.append('b', 'stderr', Buffer.from('b0\n'), 1200);
  other?.append('c', 'stdout', Buffer.from('c1\nno end'), 1300);
  one?.append('a', 'stdout', Buffer.from('a2\n'), 1400);
  await Promise.all([one?.close(), other?.close()]);
  const { outputs, arrivals } = await replayOutput(folder, () => [], new AbortController().signal);
  const order = Array.from({ length: arrivals.spans }, (_, i) => arrivals.span(i)).map(
    (span) => `${span?.host} ${span?.from}+${span?.count} at ${span?.time}`,
  );
  expect(order).toEqual([
    'a 0+2 at 1000',
    'c 0+1 at 1100',
    'b 0+1 at 1200',
    'c 1+1 at 1300',
    'a 2+1 at 1400',
    'c 2+1 at 0',
  ]);
  expect((await outputs.get('a')?.read(0, 9))?.lines.map(({ text }) => text)).toEqual([
    'a0',
    'a1',
    'half a2',
  ]);
});
