import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Run } from '../domain/run.ts';

/** Writes who, when, target, command and how it ended on each host beside the run's bytes. */
export async function writeRunFacts(folder: string, run: Run, user: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, 'run.json'), `${JSON.stringify(facts(run, user), null, 1)}\n`, {
    mode: 0o600,
  });
}

function facts(run: Run, user: string): object {
  return {
    v: 1,
    user,
    run: run.number,
    id: run.id,
    target: run.target,
    command: run.command,
    startedAt: new Date(run.startedAt).toISOString(),
    ...(run.endedAt && { endedAt: new Date(run.endedAt).toISOString() }),
    hosts: [...run.hostRuns.values()].map(({ host, outcome, ms, output }) => ({
      host,
      ...outcome,
      ms,
      bytes: output.bytes,
      lines: output.lines,
    })),
  };
}
