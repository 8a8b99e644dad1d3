import { describe, expect, it } from 'vitest';
import { hostTable } from '../../src/cli/host-table.ts';
import type { HostRun, Run } from '../../src/domain/run.ts';
import { exited, runOf, unreachable } from '../support/cli-runs.ts';

/** A run with what each host took, ms. */
function timed(
  times: Readonly<Record<string, number>>,
  change: Record<string, Partial<HostRun>> = {},
): Run {
  const hosts = Object.keys(times);
  const run = runOf(1, hosts, Object.fromEntries(hosts.map((host) => [host, exited(0)])));
  const hostRuns = new Map(
    [...run.hostRuns].map(([host, hostRun]) => [
      host,
      { ...hostRun, ms: times[host] ?? 0, ...change[host] },
    ]),
  );
  return { ...run, hostRuns };
}

describe('the table of hosts', () => {
  it('has each host with its time, in columns', () => {
    expect(hostTable(timed({ web01: 40, 'long-name': 1240 }))).toEqual([
      '  web01      ok  0.04 s',
      '  long-name  ok  1.24 s',
    ]);
  });

  it('has what failed first, with what failed there', () => {
    const run = timed(
      { a: 10, b: 20, c: 30 },
      { b: { outcome: exited(3) }, c: { outcome: unreachable('connection refused') } },
    );
    expect(hostTable(run)).toEqual([
      '  b  exit 3                           0.02 s',
      '  c  unreachable: connection refused',
      '  a  ok                               0.01 s',
    ]);
  });

  it('counts the files that failed', () => {
    const transfer = { transferred: 2, bytes: 9, unchanged: 1, skipped: 0, failed: 3 };
    const [row] = hostTable(timed({ a: 10 }, { a: { outcome: exited(1), transfer } }));
    expect(row).toBe('  a  3 of 6 failed  0.01 s');
  });

  it('has many that did well in one line, with the slowest by name', () => {
    const times = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`h${n + 1}`, n * 10]));
    expect(hostTable(timed(times))).toEqual([
      '  h[1-17] (17)  ok  0.00 s to 0.16 s, median 0.08 s, slowest h17',
    ]);
  });
});
