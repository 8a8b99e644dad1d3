import { expect, it } from 'vitest';
import { PoolSearches } from '../../src/cluster/pool-searches.ts';
import type { PoolWorker } from '../../src/cluster/pool-worker.ts';
import type { Failure } from '../../src/domain/failure.ts';

const worker = () => ({ send() {} }) as unknown as PoolWorker;

it('what a worker has told before it died is not to be found again elsewhere', () => {
  const [dying, other] = [worker(), worker()];
  const homes = new Map([
    ['told', dying],
    ['untold', dying],
    ['well', other],
  ]);
  const searches = new PoolSearches();
  const ends: [Failure | undefined, readonly string[] | undefined][] = [];
  const from = [...homes.keys()].map((host) => [host, 0] as const);
  searches.begin({ id: 'r', text: 'x', from }, [dying, other], (host) => homes.get(host), {
    found() {},
    done: (failure, gone) => ends.push([failure, gone]),
  });
  const found = { type: 'found', search: 1 } as const;
  const hits = [
    { host: 'told', lines: [3], count: 1, to: 9 },
    { host: 'untold', lines: [], count: 0, to: 9 },
  ];
  searches.found(dying, { ...found, hits });
  searches.ended(dying);
  searches.found(other, { ...found, hits: [], done: true });
  expect(ends).toHaveLength(1);
  expect(ends[0]?.[0]?.message).toContain('search again');
  expect(ends[0]?.[1]).toEqual(['untold']);
});
