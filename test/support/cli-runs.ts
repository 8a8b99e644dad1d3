import type { Outcome } from '../../src/domain/outcome.ts';
import { noOutput, type Run } from '../../src/domain/run.ts';

export const exited = (code: number): Outcome => ({ kind: 'exited', code });

export const unreachable = (message: string): Outcome => ({
  kind: 'not-started',
  failure: { kind: 'unreachable', message },
});

/** A run that took 420 ms; without outcomes it is still going on. */
export function runOf(
  number: number,
  hosts: readonly string[],
  outcomes: Readonly<Record<string, Outcome>> = {},
): Run {
  const ended = Object.keys(outcomes).length > 0;
  return {
    id: `id${number}`,
    number,
    command: 'pwd',
    target: '@web',
    hosts,
    startedAt: 1_000 * number,
    ...(ended && { endedAt: 1_000 * number + 420 }),
    hostRuns: new Map(
      hosts.map((host) => {
        const outcome = outcomes[host];
        return [host, { host, output: noOutput, ...(outcome && { outcome, ms: 12 }) }];
      }),
    ),
  };
}
