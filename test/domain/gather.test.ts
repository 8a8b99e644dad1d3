import { describe, expect, it } from 'vitest';
import { gather } from '../../src/domain/gather.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { exited, lost, notStarted, runOf, type Told } from '../support/run-of.ts';

const ok = exited(0);
const blocksOf = (told: Record<string, Told>): string[] =>
  gather(runOf(told)).map(({ hosts }) => hosts.join());

describe('hosts share a block', () => {
  it.each<[string, Told, Told]>([
    ['with equal output and end', { text: 'x', outcome: ok }, { text: 'x', outcome: ok, ms: 90 }],
    ['without output', { outcome: ok }, { outcome: ok }],
    ['while both run and said the same', { text: 'x' }, { text: 'x', letGo: true }],
    ['when both are lost', { text: 'x', outcome: lost }, { text: 'x', outcome: lost }],
    [
      'refused alike, each at its address',
      { outcome: notStarted('no answer from 10.0.0.1:22') },
      { outcome: notStarted('no answer from 10.0.0.27:2222') },
    ],
    [
      'refused alike over IPv6',
      { outcome: notStarted('refused by [fe80::1]:22') },
      { outcome: notStarted('refused by [fe80::2:1f]:22') },
    ],
    [
      'refused alike, each under its name',
      { outcome: notStarted('no address for a.example.com') },
      { outcome: notStarted('no address for b.example.com') },
    ],
  ])('%s', (_, a, b) => {
    expect(blocksOf({ a, b })).toEqual(['a,b']);
  });
});

describe('hosts do not share a block', () => {
  const signaled = (signal: string): Outcome => ({ kind: 'signaled', signal });
  it.each<[string, Told, Told]>([
    ['with other output', { text: 'x', outcome: ok }, { text: 'y', outcome: ok }],
    ['with another exit code', { text: 'x', outcome: ok }, { text: 'x', outcome: exited(1) }],
    ['with another signal', { outcome: signaled('TERM') }, { outcome: signaled('KILL') }],
    ['when one still runs', { text: 'x', outcome: ok }, { text: 'x' }],
    [
      'when one was interrupted',
      { outcome: exited(130) },
      { outcome: { kind: 'interrupted', code: 130 } },
    ],
    [
      'when one ran out of time',
      { outcome: { kind: 'interrupted', code: 130 } },
      { outcome: { kind: 'interrupted', code: 130, timeout: true } },
    ],
    ['when one is lost', { outcome: ok }, { outcome: lost }],
    [
      'refused for another reason',
      { outcome: notStarted('no route') },
      { outcome: notStarted('refused') },
    ],
  ])('%s', (_, a, b) => {
    expect(blocksOf({ a, b })).toHaveLength(2);
  });
});

describe('blocks come', () => {
  it('the largest first, named by its first host', () => {
    const run = runOf({
      c: { text: 'odd', outcome: ok },
      b: { text: 'x', outcome: ok },
      a: { text: 'x', outcome: ok },
    });
    const [largest] = gather(run);
    expect(largest).toMatchObject({ id: 'b', hosts: ['b', 'a'] });
    expect(largest?.hostRun).toBe(run.hostRuns.get('b'));
  });

  it("equally large ones in nodeset's order", () => {
    const told = (text: string): Told => ({ text, outcome: ok });
    expect(
      blocksOf({ web10: told('1'), web9: told('2'), db1: told('3'), web010: told('4') }),
    ).toEqual(['db1', 'web9', 'web10', 'web010']);
  });

  it('with those that have said nothing yet last, however many', () => {
    expect(blocksOf({ a: {}, b: {}, c: {}, d: { text: 'x' }, e: { outcome: ok } })).toEqual([
      'd',
      'e',
      'a,b,c',
    ]);
  });
});

it('takes a thousand hosts, each in exactly one block', () => {
  const told: Record<string, Told> = {};
  for (let i = 0; i < 1000; i++)
    told[`n${i}`] = { text: `answer ${i % 7}`, outcome: exited(i % 2) };
  const blocks = gather(runOf(told));
  expect(blocks).toHaveLength(14);
  expect(new Set(blocks.flatMap(({ hosts }) => hosts)).size).toBe(1000);
});
