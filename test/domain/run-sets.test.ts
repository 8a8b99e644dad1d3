import { expect, it } from 'vitest';
import type { HostState } from '../../src/domain/host.ts';
import { resultSets, slow } from '../../src/domain/run-sets.ts';
import { exited, lost, notStarted, runOf } from '../support/run-of.ts';

const run = runOf({
  a: { text: 'x', outcome: exited(0), ms: 100 },
  b: { text: 'x', outcome: exited(0), ms: 120 },
  c: { text: 'x', outcome: exited(0), ms: 110 },
  d: { text: 'y', outcome: exited(0), ms: 130 },
  e: { text: 'x', outcome: exited(2), ms: 90 },
  f: { outcome: { kind: 'interrupted', code: 130 }, ms: 4000 },
  g: { outcome: notStarted('no route') },
  h: { outcome: lost, ms: 50 },
  i: {},
});

const failure = { kind: 'unreachable', message: 'no route' } as const;
const states = new Map<string, HostState>([
  ['a', { kind: 'off' }],
  ['b', { kind: 'connecting' }],
  ['c', { kind: 'suspect', since: 0 }],
  ['d', { kind: 'retrying', at: 0, failure }],
  ['e', { kind: 'failed', failure }],
]);

it.each([
  ['ok', 'abcd'],
  ['failed', 'ef'],
  ['odd', 'defgh'],
  ['slow', 'fi'],
  ['down', 'cde'],
  ['block1', 'abc'],
  ['block2', 'd'],
  ['block7', 'i'],
])('@%s is %s', (name, hosts) => {
  expect(resultSets(run, states, 9000).get(name)?.join('')).toBe(hosts);
});

it('knows an empty set, but no block that is not there', () => {
  const sets = resultSets(runOf({ a: { outcome: exited(0) } }), new Map(), 0);
  expect(sets.get('failed')).toEqual([]);
  expect(sets.get('odd')).toEqual([]);
  expect(sets.has('block2')).toBe(false);
});

it('knows only the hosts that are down and the marks before the first run', () => {
  expect([...resultSets(undefined, states, 0).keys()]).toEqual(['marked', 'down']);
});

it('has the marks and the target before as they were chosen', () => {
  const chosen = { marked: new Set(['b', 'a']), before: ['c'] };
  const sets = resultSets(undefined, states, 0, true, chosen);
  expect(sets.get('marked')).toEqual(['b', 'a']);
  expect(sets.get('-')).toEqual(['c']);
});

it('calls no host slow within a second', () => {
  const quick = runOf({ a: { outcome: exited(0), ms: 2 }, b: { outcome: exited(0), ms: 900 } });
  expect(slow(quick, 0)).toEqual([]);
});
