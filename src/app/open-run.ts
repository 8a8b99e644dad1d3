import { type HostRun, noOutput, type Run } from '../domain/run.ts';
import { newRunId } from './run-id.ts';

/** A run at its start: every host of its target has a host run without an outcome. */
export function openRun(
  number: number,
  command: string,
  target: string,
  hosts: readonly string[],
): Run {
  const hostRuns = new Map<string, HostRun>(
    hosts.map((host) => [host, { host, output: noOutput }]),
  );
  return { id: newRunId(), number, command, target, hosts, startedAt: Date.now(), hostRuns };
}
