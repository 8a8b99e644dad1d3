import { type HostRun, noOutput, type Run } from '../domain/run.ts';
import type { Transfer } from '../domain/transfer.ts';
import { newRunId } from './run-id.ts';

/** A run at its start: every host of its target has a host run without an outcome. */
export function openRun(
  number: number,
  command: string,
  target: string,
  hosts: readonly string[],
  transfer?: Transfer,
): Run {
  const hostRuns = new Map<string, HostRun>(
    hosts.map((host) => [host, { host, output: noOutput }]),
  );
  const run = { id: newRunId(), number, command, target, hosts, startedAt: Date.now(), hostRuns };
  return transfer ? { ...run, transfer } : run;
}
