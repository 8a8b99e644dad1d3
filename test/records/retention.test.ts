import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultKeep, type KeepLimits, keepLimits } from '../../src/records/keep-limits.ts';
import { deleteOldRuns } from '../../src/records/retention.ts';
import { SessionFolder } from '../../src/records/session-folder.ts';
import { kill } from '../support/processes.ts';

let state: string;
beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), 'tutti-retention-'));
});
afterEach(() => rmSync(state, { recursive: true }));

const now = Date.UTC(2026, 10, 21);
const day = 24 * 3600 * 1000;
const all: KeepLimits = keepLimits('all');

interface Kept {
  readonly days?: number;
  readonly bytes?: number;
  /** null: it is not written. */
  readonly owner?: object | null;
}

/** A run of so many bytes that was written so many days ago, by a process that has ended. */
function kept(
  session: string,
  number: number,
  { days = 100, bytes = 10, owner = dead }: Kept = {},
): void {
  const folder = path.join(state, 'runs', session, String(number));
  mkdirSync(folder, { recursive: true });
  const time = new Date(now - days * day);
  for (const [name, size] of [
    ['run.jsonl', 1],
    ['a.rec', bytes - 1],
  ] as const) {
    writeFileSync(path.join(folder, name), 'x'.repeat(size));
    utimesSync(path.join(folder, name), time, time);
  }
  if (owner) writeFileSync(path.join(folder, '../owner.json'), JSON.stringify(owner));
  utimesSync(path.join(folder, '..'), time, time);
}

const dead = { v: 1, pid: 2 ** 22 + 1, machine: hostname(), started: 'x 1' };

/** `SESSION/NUMBER` of what is left. */
const left = (): string[] =>
  readdirSync(path.join(state, 'runs'))
    .flatMap((session) =>
      readdirSync(path.join(state, 'runs', session))
        .filter((name) => /^\d+$/.test(name))
        .map((name) => `${session.slice(0, 10)}/${name}`),
    )
    .sort();

const old = '2026-08-01T101500-00aa';
const older = '2026-07-01T101500-00ab';

describe('old records', () => {
  it('go when they are too old, with their folder when it is empty', async () => {
    kept(older, 1, { days: 91 });
    kept(old, 1, { days: 91 });
    kept(old, 2, { days: 89 });
    expect(await deleteOldRuns(state, defaultKeep, now)).toBe(2);
    expect(left()).toEqual(['2026-08-01/2']);
    expect(existsSync(path.join(state, 'runs', older))).toBe(false);
  });

  it('go when there are too many, the oldest first', async () => {
    for (let number = 1; number <= 12; number++) kept(old, number);
    expect(await deleteOldRuns(state, { ...all, runs: 3 }, now)).toBe(9);
    expect(left()).toEqual(['2026-08-01/10', '2026-08-01/11', '2026-08-01/12']);
  });

  it('go when they are too big together, the oldest first', async () => {
    kept(older, 1, { bytes: 100 });
    kept(old, 1, { bytes: 100 });
    kept(old, 2, { bytes: 100 });
    await deleteOldRuns(state, { ...all, bytes: 200 }, now);
    expect(left()).toEqual(['2026-08-01/1', '2026-08-01/2']);
  });

  it('stay where all is kept', async () => {
    kept(older, 1, { days: 4000 });
    expect(await deleteOldRuns(state, all, now)).toBe(0);
    expect(await deleteOldRuns(path.join(state, 'nowhere'), all, now)).toBe(0);
  });

  it('stay while the tutti that wrote them runs, and count', async () => {
    const session = new SessionFolder(state, new Date(now - 200 * day));
    mkdirSync(session.ofRun(1), { recursive: true });
    kept(path.basename(session.path), 1, { days: 200, owner: null });
    kept(old, 1);
    expect(await deleteOldRuns(state, { ...all, runs: 1 }, now)).toBe(1);
    expect(left()).toEqual(['2026-05-05/1']);
  });

  it('go when its process id is another process’s now', async () => {
    const other = spawn('sleep', ['60'], { stdio: 'ignore' });
    try {
      kept(old, 1, { owner: { v: 1, pid: other.pid, machine: hostname(), started: 'boot 1' } });
      expect(await deleteOldRuns(state, defaultKeep, now)).toBe(1);
    } finally {
      kill(other.pid ?? 0);
    }
  });

  it.each([
    ['of another machine', { v: 1, pid: 1, machine: 'elsewhere', started: '' }, 6, 8],
    ['of which nobody knows whose it is', null, 0.01, 0.1],
  ])('%s stay for a while after the last run', async (_, owner, young, aged) => {
    kept(older, 1, { owner, days: aged });
    kept(old, 1, { owner, days: young });
    await deleteOldRuns(state, { ...all, runs: 0 }, now);
    expect(left()).toEqual(['2026-08-01/1']);
  });

  it('are all that is deleted: nothing that is not ours, nothing behind a link', async () => {
    kept(old, 1);
    const elsewhere = path.join(state, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(path.join(elsewhere, 'precious'), 'x');
    symlinkSync(elsewhere, path.join(state, 'runs', old, '2'));
    for (const name of ['mine', '2026-08-01', `${old}.bak`]) {
      mkdirSync(path.join(state, 'runs', name, '1'), { recursive: true });
    }
    writeFileSync(path.join(state, 'runs', old, 'notes.txt'), 'x');
    await deleteOldRuns(state, { ...all, runs: 0 }, now);
    expect(existsSync(path.join(elsewhere, 'precious'))).toBe(true);
    expect(readdirSync(path.join(state, 'runs')).sort()).toEqual(
      ['2026-08-01', old, `${old}.bak`, 'mine'].sort(),
    );
    expect(readdirSync(path.join(state, 'runs', old))).toEqual(['notes.txt']);
  });
});

describe('TUTTI_KEEP', () => {
  it.each<[string | undefined, KeepLimits]>([
    [undefined, defaultKeep],
    ['', defaultKeep],
    ['30d', { ...defaultKeep, days: 30 }],
    ['1000', { ...defaultKeep, runs: 1000 }],
    ['500M', { ...defaultKeep, bytes: 500 * 1024 ** 2 }],
    ['7d, 10, 2G', { days: 7, runs: 10, bytes: 2 * 1024 ** 3 }],
  ])('%j is understood', (text, limits) => {
    expect(keepLimits(text)).toEqual(limits);
  });

  it.each(['30 days', '0', '0d', '-1', '1.5G', 'd', '30d,,1', 'ALL'])('%j is refused', (text) => {
    expect(() => keepLimits(text)).toThrow('write days, runs and a size: 30d,1000,2G, or all');
  });
});
