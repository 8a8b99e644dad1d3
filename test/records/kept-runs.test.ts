import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keptRuns } from '../../src/records/kept-runs.ts';
import { journalFile } from '../../src/records/run-journal.ts';
import { runsFolder } from '../../src/records/session-folder.ts';

function stateWith(runs: number): { readonly state: string; readonly session: string } {
  const state = mkdtempSync(path.join(tmpdir(), 'tutti-kept-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const session = path.join(runsFolder(state), '2026-11-20T100000-abcd');
  for (let run = 1; run <= runs; run++) {
    const folder = path.join(session, String(run));
    mkdirSync(folder, { recursive: true });
    const facts = { id: `id${run}`, run, user: 'ada', target: 'a', command: 'df', hosts: ['a'] };
    const startedAt = new Date(run * 1000).toISOString();
    const line = JSON.stringify({ v: 1, type: 'run', ...facts, startedAt });
    writeFileSync(journalFile(folder), `${line}\n`);
  }
  return { state, session };
}

describe('the runs that are kept', () => {
  it('are all of them, in their order, however many there are', async () => {
    const { state } = stateWith(200);
    const runs = await keptRuns(state, '');
    expect(runs.map(({ number }) => number)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  });

  it('are not hidden by one that cannot be read', async () => {
    const { state, session } = stateWith(3);
    const broken = journalFile(path.join(session, '2'));
    rmSync(broken);
    mkdirSync(broken);
    const runs = await keptRuns(state, '');
    expect(runs.map(({ number }) => number)).toEqual([1, 3]);
  });
});
