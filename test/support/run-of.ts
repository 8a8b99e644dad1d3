import type { Outcome } from '../../src/domain/outcome.ts';
import { type HostRun, noOutput, type Run } from '../../src/domain/run.ts';

export const exited = (code: number): Outcome => ({ kind: 'exited', code });

export const notStarted = (message: string): Outcome => ({
  kind: 'not-started',
  failure: { kind: 'unreachable', message },
});

export const lost: Outcome = {
  kind: 'lost',
  failure: { kind: 'unreachable', message: 'connection reset' },
};

/** What is known of one host; without an outcome it still runs, without text it has said nothing. */
export interface Told {
  readonly text?: string;
  readonly outcome?: Outcome;
  readonly ms?: number;
  readonly letGo?: true;
}

export function hostRunOf(host: string, { text = '', ...rest }: Told): HostRun {
  const output =
    text === '' ? noOutput : { bytes: text.length, lines: 1, errorLines: 0, hash: text };
  return { host, output, ...rest };
}

/** A run that began at 1000 (epoch ms). */
export function runOf(told: Readonly<Record<string, Told>>, change: Partial<Run> = {}): Run {
  const hosts = Object.keys(told);
  return {
    id: 'run-1',
    number: 1,
    command: 'uptime',
    target: 'all',
    hosts,
    startedAt: 1000,
    hostRuns: new Map(hosts.map((host) => [host, hostRunOf(host, told[host] ?? {})])),
    ...change,
  };
}
