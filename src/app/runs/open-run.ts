import { type Asked, type HostRun, noOutput, type Run } from '../../domain/run.ts';
import { newRunId } from './run-id.ts';

/** A new run: every host of its target has a host run without an outcome. */
export function openRun(
  number: number,
  asked: Asked,
  target: string,
  hosts: readonly string[],
): Run {
  const hostRuns = new Map<string, HostRun>(
    hosts.map((host) => [host, { host, output: noOutput }]),
  );
  return { ...asked, id: newRunId(), number, target, hosts, startedAt: Date.now(), hostRuns };
}
