import { describe, expect, it } from 'vitest';
import { FanOut } from '../../src/cluster/fan-out.ts';

const hosts = ['a', 'b', 'c', 'd', 'e'];

describe('a fan-out', () => {
  it('has at most so many hosts active at once and starts each once, in order', () => {
    const started: string[] = [];
    const fanOut = new FanOut(hosts, 2, (some) => started.push(...some));
    expect(started).toEqual(['a', 'b']);
    fanOut.ended('x');
    expect(started).toEqual(['a', 'b']);
    fanOut.ended('a');
    expect(started).toEqual(['a', 'b', 'c']);
    for (let i = 0; i < 10; i++) fanOut.ended('b');
    expect(started).toEqual(hosts);
  });

  it('never starts a host that was withdrawn before its turn', () => {
    const started: string[] = [];
    const fanOut = new FanOut(hosts, 2, (some) => started.push(...some));
    expect(fanOut.withdraw(new Set(['a', 'c', 'e']))).toEqual(['c', 'e']);
    fanOut.ended('a');
    fanOut.ended('b');
    expect(started).toEqual(['a', 'b', 'd']);
  });
});
