import { describe, expect, it } from 'vitest';
import { noOutput, type Run } from '../../src/domain/run.ts';
import { isLong, stragglers } from '../../src/domain/stragglers.ts';

/** `1` has ended, `.` goes on, `x` was let go. */
function runOf(hosts: string): Run {
  const hostRuns = [...hosts].map((sign, i) => {
    const host = `h${i + 1}`;
    const ended = sign === '1' && { outcome: { kind: 'exited', code: 0 } as const, ms: 10 };
    return [
      host,
      { host, output: noOutput, ...ended, ...(sign === 'x' && { letGo: true as const }) },
    ] as const;
  });
  const names = hostRuns.map(([host]) => host);
  const run = { id: 'r', number: 1, command: 'c', target: 't', hosts: names, startedAt: 0 };
  return { ...run, hostRuns: new Map(hostRuns) };
}

describe('stragglers', () => {
  it.each([
    ['11.1', 5000, ['h3']],
    ['11.1', 4999, []],
    ['1.', 9000, ['h2']],
    ['.', 9000, []],
    ['..', 9000, []],
    ['..11', 9000, []],
    ['..111111', 9000, ['h1', 'h2']],
    ['...11111', 9000, []],
    ['.x11', 9000, ['h1']],
    ['x111', 9000, []],
    ['1111', 9000, []],
  ])('of %s after %d ms are %j', (hosts, now, wanted) => {
    expect(stragglers(runOf(hosts), now)).toEqual(wanted);
  });

  it('are of a run that has not ended', () => {
    const ended = { ...runOf('11.1'), endedAt: 6000 };
    expect(stragglers(ended, 9000)).toEqual([]);
    expect(isLong(ended, 9000)).toBe(false);
  });
});
