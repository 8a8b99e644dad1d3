import { expect, test } from 'vitest';
import { transferSum } from '../../src/cli/transfer-sum.ts';
import { noTransfer, type TransferFacts } from '../../src/domain/transfer.ts';
import { exited, runOf } from '../support/cli-runs.ts';

const sumOf = (...facts: readonly Partial<TransferFacts>[]): string => {
  const hosts = facts.map((_, n) => `h${n}`);
  const run = runOf(1, hosts, Object.fromEntries(hosts.map((host) => [host, exited(0)])));
  const hostRuns = new Map(
    [...run.hostRuns].map(([host, hostRun], n) => [
      host,
      { ...hostRun, transfer: { ...noTransfer, ...facts[n] } },
    ]),
  );
  return transferSum({ ...run, hostRuns });
};

test.each([
  [[{ transferred: 1, bytes: 12 }], '1 file, 12 B'],
  [
    [
      { transferred: 2, bytes: 600 * 1024 },
      { transferred: 2, bytes: 600 * 1024 },
    ],
    '4 files, 1.2 MB',
  ],
  [
    [{ unchanged: 2 }, { skipped: 1 }, { failed: 3 }],
    '0 files, 0 B, 2 unchanged, 1 skipped, 3 failed',
  ],
])('%j are %s', (facts, words) => expect(sumOf(...facts)).toBe(words));
