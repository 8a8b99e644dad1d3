import { describe, expect, it } from 'vitest';
import { batchesOf, readBatchSizes } from '../../src/domain/roll-batches.ts';

const hosts = (count: number) => Array.from({ length: count }, (_, i) => `h${i + 1}`);
const lengths = (count: number, sizes: string) =>
  batchesOf(hosts(count), readBatchSizes(sizes)).map((batch) => batch.length);

describe('the batches of a roll', () => {
  it.each([
    [12, '1,25%,rest', [1, 3, 8]],
    [12, 'rest', [12]],
    [12, '100%', [12]],
    [12, '50%,50%', [6, 6]],
    [7, '50%,50%', [4, 3]],
    [3, '1,1,1', [1, 1, 1]],
    [3, '1,1,1,rest', [1, 1, 1]],
    [1, '1,25%,rest', [1]],
    [2, '1,25%,rest', [1, 1]],
    [3, '10,rest', [3]],
    [1000, '1,1%,10%,rest', [1, 10, 100, 889]],
    [5, '1%,1%,rest', [1, 1, 3]],
  ] as const)('of %d hosts by %s are %j', (count, sizes, wanted) => {
    expect(lengths(count, sizes)).toEqual(wanted);
  });

  it.each([1, 2, 3, 11, 100])('hold every one of %d hosts once, in order', (count) => {
    expect(batchesOf(hosts(count), readBatchSizes('1,10%,33%,rest')).flat()).toEqual(hosts(count));
  });

  it.each([
    ['', 'no batch: `` – write numbers of hosts, percentages or rest: 1,25%,rest'],
    ['0', 'no batch: `0`'],
    ['0%', 'no batch: `0%`'],
    ['101%', 'no batch: `101%`'],
    ['-1', 'no batch: `-1`'],
    ['1.5', 'no batch: `1.5`'],
    ['1,,rest', 'no batch: ``'],
    ['all', 'no batch: `all`'],
    ['rest,1', 'nothing can come after rest in `rest,1` – write 1,25%,rest'],
    ['rest,rest', 'nothing can come after rest'],
  ])('are not %j', (sizes, message) => {
    expect(() => readBatchSizes(sizes)).toThrow(message);
  });

  it('leave no host out silently', () => {
    expect(() => lengths(12, '1,25%')).toThrow(
      '8 of 12 hosts would be in no batch (h[5-12]) – end with rest: 1,25%,rest',
    );
  });
});
