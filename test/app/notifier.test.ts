import { describe, expect, it } from 'vitest';
import { Notifier } from '../../src/app/notifier.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { noOutput, type Run } from '../../src/domain/run.ts';

function runOf(ms: number, codes: readonly number[]): Run {
  const hostRuns = codes.map((code, i) => {
    const outcome: Outcome = { kind: 'exited', code };
    return [`web0${i + 1}`, { host: `web0${i + 1}`, outcome, ms, output: noOutput }] as const;
  });
  const hosts = hostRuns.map(([host]) => host);
  const times = { startedAt: 1000, endedAt: 1000 + ms };
  return {
    id: 'r',
    number: 4,
    command: 'make',
    target: 't',
    hosts,
    ...times,
    hostRuns: new Map(hostRuns),
  };
}

function told(focused: boolean, ms: number, on = true): string[] {
  const said: string[] = [];
  const notifier = new Notifier();
  notifier.on = on;
  notifier.screen = { focused, notify: (text) => said.push(text) };
  notifier.runEnded(runOf(ms, [0, 1, 0]));
  return said;
}

describe('the end of a run', () => {
  it.each([
    [true, 10_000, 0],
    [true, 10_001, 1],
    [false, 10, 1],
    [false, 60_000, 1],
  ])('with focus %j after %d ms is told %d times', (focused, ms, times) => {
    expect(told(focused, ms)).toHaveLength(times);
    expect(told(focused, ms, false)).toEqual([]);
  });

  it('is told with what became of it, failures first', () => {
    expect(told(false, 10)).toEqual(['run 4 make: 1 failed web02, 2 ok']);
  });

  it('is told nobody without a screen', () => {
    expect(() => new Notifier().runEnded(runOf(60_000, [0]))).not.toThrow();
  });
});
