import { expect, it } from 'vitest';
import { verdictCounts } from '../../src/domain/verdict-counts.ts';
import { exited, lost, notStarted, runOf } from '../support/run-of.ts';

it('tells the worst first, each host once, and leaves out what is empty', () => {
  const run = runOf({
    a: { outcome: exited(0) },
    b: { outcome: exited(3) },
    c: {},
    d: { letGo: true },
    e: { outcome: notStarted('no route') },
    f: { outcome: lost },
    g: { outcome: exited(0), letGo: true },
  });
  expect(verdictCounts(run).map(({ verdict, hosts }) => `${verdict} ${hosts.join()}`)).toEqual([
    'failed b',
    'lost f',
    'not-reached e',
    'running c',
    'let-go d',
    'ok a,g',
  ]);
  expect(verdictCounts(runOf({ a: {} }))).toEqual([{ verdict: 'running', hosts: ['a'] }]);
});
