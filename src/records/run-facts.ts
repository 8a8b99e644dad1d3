import { closeSync, constants, writeFile } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Run } from '../domain/run.ts';
import { openPrivate } from './private-files.ts';

/** Writes who, when, target, command and how it ended on each host beside the run's bytes. @throws when it cannot */
export async function writeRunFacts(folder: string, run: Run, user: string): Promise<void> {
  const open = openPrivate(path.join(folder, 'run.json'), constants.O_WRONLY | constants.O_TRUNC);
  try {
    await promisify(writeFile)(open, `${JSON.stringify(facts(run, user), null, 1)}\n`);
  } finally {
    closeSync(open);
  }
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
