import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Run } from '../../src/domain/run.ts';
import { readJournal, readSummary } from '../../src/records/read-journal.ts';
import { journalFile, RunJournal } from '../../src/records/run-journal.ts';
import { exited, runOf } from '../support/run-of.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'tutti-journal-')), '1');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

const failure = { kind: 'unreachable', message: 'connect ECONNREFUSED' } as const;
const outcomes: Readonly<Record<string, Outcome>> = {
  web01: exited(0),
  web02: exited(3),
  web03: { kind: 'signaled', signal: 'KILL' },
  web04: { kind: 'interrupted', code: 130, timeout: true },
  web05: { kind: 'not-started', failure },
  web06: { kind: 'lost', failure },
};
const told = Object.fromEntries(
  Object.entries(outcomes).map(([host, outcome]) => [host, { outcome, ms: 12.5, text: 'said' }]),
);
const run: Run = runOf(told, { command: "printf '\\n'\nsecond line", endedAt: 4000 });

/** That of a run on `web01`, with something else in it. */
const firstLine = (other: object): string => {
  const first = { v: 1, type: 'run', id: 'x', run: 1, user: 'ada', target: 'all', command: 'df' };
  const startedAt = '2026-11-21T10:00:00.000Z';
  return `${JSON.stringify({ ...first, startedAt, hosts: ['web01'], ...other })}\n`;
};

function journalOf(one: Run, unrecorded: readonly string[] = []): RunJournal {
  return new RunJournal({ folder, run: one, user: 'ada', unrecorded: new Set(unrecorded) });
}

function keep(one: Run, unrecorded: readonly string[] = []): void {
  const journal = journalOf(one, unrecorded);
  for (const { host, outcome, ms = 0, output } of one.hostRuns.values()) {
    if (outcome) journal.ended({ host, outcome, ms, output });
  }
  journal.flush();
  if (one.endedAt !== undefined) journal.end(one);
}

describe('the facts of a run', () => {
  it('come back as they were', async () => {
    keep(run);
    const kept = await readJournal(folder);
    expect(kept).toMatchObject({ folder, user: 'ada', unrecorded: new Set() });
    expect(kept.run).toEqual(run);
    expect(await readSummary(folder)).toEqual({
      folder,
      id: run.id,
      number: 1,
      user: 'ada',
      target: 'all',
      command: run.command,
      startedAt: 1000,
      endedAt: 4000,
      hosts: 6,
      counts: { ok: 1, failed: 3, 'not-reached': 1, lost: 1 },
    });
  });

  it('are one version and their owner’s alone', () => {
    keep(run);
    const lines = readFileSync(journalFile(folder), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(8);
    expect(lines.every((line) => line.startsWith('{"v":1,"type":"'))).toBe(true);
    expect(statSync(journalFile(folder)).mode & 0o777).toBe(0o600);
  });

  it('are on disk with the first flush, whatever happens to us then', async () => {
    const journal = journalOf(run);
    journal.ended({
      host: 'web01',
      outcome: exited(0),
      ms: 1,
      output: run.hostRuns.get('web01')!.output,
    });
    journal.flush();
    const { run: kept } = await readJournal(folder);
    expect(kept.hostRuns.get('web01')?.outcome).toEqual(exited(0));
    expect(kept.hostRuns.get('web02')?.outcome).toMatchObject({
      kind: 'lost',
      failure: { message: 'tutti ended before it did' },
    });
    expect((await readJournal(folder, true)).run.hostRuns.get('web02')?.outcome).toBeUndefined();
    expect(await readSummary(folder)).toMatchObject({ counts: { ok: 1, failed: 0 } });
    expect(await readSummary(folder)).not.toHaveProperty('endedAt');
    journal.close();
  });

  it('tell a host that was let go and ended later', async () => {
    const going = runOf(
      { a: { outcome: exited(0), ms: 1 }, b: { letGo: true } },
      { endedAt: 2000 },
    );
    const journal = journalOf(going);
    const { output } = going.hostRuns.get('a')!;
    journal.ended({ host: 'a', outcome: exited(0), ms: 1, output });
    journal.end(going);
    expect(await readSummary(folder)).toMatchObject({
      endedAt: 2000,
      counts: { ok: 1, failed: 0 },
    });
    const later = runOf(
      { a: { outcome: exited(0) }, b: { outcome: exited(2) } },
      { endedAt: 2000 },
    );
    journal.ended({ host: 'b', outcome: exited(2), ms: 9, output });
    journal.end(later);
    expect(await readSummary(folder)).toMatchObject({
      endedAt: 2000,
      counts: { ok: 1, failed: 1 },
    });
    expect((await readJournal(folder)).run.hostRuns.get('b')?.outcome).toEqual(exited(2));
    journal.end(later);
  });

  it('keep nothing of the output of hosts that are not recorded', async () => {
    keep(run, ['web02']);
    const kept = await readJournal(folder);
    expect(kept.unrecorded).toEqual(new Set(['web02']));
    expect(kept.run.hostRuns.get('web02')).toEqual({
      host: 'web02',
      outcome: exited(3),
      ms: 12.5,
      output: { bytes: 0, lines: 0, errorLines: 0, hash: '' },
    });
  });

  it('are read as far as they are whole', async () => {
    keep({ ...run, hostRuns: new Map([...run.hostRuns].slice(0, 2)) });
    appendFileSync(journalFile(folder), '{"v":1,"type":"outcome","host":"web03","ki');
    const { run: kept } = await readJournal(folder);
    expect(kept.hostRuns.get('web02')?.outcome).toEqual(exited(3));
    expect(kept.hostRuns.get('web03')?.outcome).toMatchObject({ kind: 'lost' });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', 'hello\n'],
    ['another version', '{"v":2,"type":"run"}\n'],
    ['half of its first line', '{"v":1,"type":"run","id":"x"'],
    ['wrong types', '{"v":1,"type":"run","id":1,"command":[],"hosts":3}\n'],
    ['null', 'null\n'],
    ['a host without a name', firstLine({ hosts: ['web01', null] })],
    ['no user', firstLine({ user: 7 })],
    ['a list that is none', firstLine({ unrecorded: 5 })],
  ])('are refused where there is %s', async (_, text) => {
    journalOf(run).close();
    writeFileSync(journalFile(folder), text);
    expect(await readSummary(folder)).toBeUndefined();
    await expect(readJournal(folder)).rejects.toThrow('no run is kept in');
  });

  it.each([
    ['its time', { ms: 'long' }],
    ['its reason', { kind: 'lost', message: null }],
    ['its output', { output: { bytes: 3 } }],
    ['its exit code', { code: [] }],
  ])('are read without an outcome of which %s is broken', async (_, broken) => {
    journalOf(run).close();
    const whole = { v: 1, type: 'outcome', host: 'web01', kind: 'exited', code: 0, ms: 1 };
    appendFileSync(journalFile(folder), `${JSON.stringify({ ...whole, ...broken })}\n`);
    const { run: kept } = await readJournal(folder);
    expect(kept.hostRuns.get('web01')?.outcome).toMatchObject({ kind: 'lost' });
  });

  it('are never written over', () => {
    keep(run);
    expect(() => journalOf(run)).toThrow('EEXIST');
  });
});
