import { describe, expect, it } from 'vitest';
import { dayAndTime, listedRun, matchingRuns } from '../../src/domain/listed-run.ts';
import { exited, lost, notStarted, runOf } from '../support/run-of.ts';

const run = runOf(
  {
    web01: { outcome: exited(0) },
    web02: { outcome: exited(1) },
    web03: { outcome: lost },
    web04: { outcome: notStarted('refused') },
    web05: {},
  },
  { number: 7, target: 'web', command: 'systemctl restart nginx', startedAt: Date.now() },
);
const listed = listedRun(run);
const others = [
  listed,
  { ...listed, id: '2', target: 'db', command: 'df -h', counts: { ...listed.counts, failed: 0 } },
];

describe('a run in a list', () => {
  it('says how many hosts ended in which way', () => {
    expect(listed).toMatchObject({ number: 7, hosts: 5, command: 'systemctl restart nginx' });
    expect(listed.counts).toEqual({ ok: 1, failed: 1, lost: 1, 'not-reached': 1 });
    expect(listed).not.toHaveProperty('endedAt');
    expect(listedRun({ ...run, endedAt: 5 })).toMatchObject({ endedAt: 5 });
  });

  it.each<[string, number]>([
    ['', 2],
    ['  ', 2],
    ['nginx', 1],
    ['NGINX  @web', 1],
    ['@db', 1],
    ['nginx @db', 0],
    ['failed', 1],
    ['lost', 2],
    [dayAndTime(listed.startedAt).slice(0, 10), 2],
  ])('is found by %j in so many: %d', (query, count) => {
    expect(matchingRuns(others, query)).toHaveLength(count);
  });

  it('has its day on the clock of this machine', () => {
    expect(dayAndTime(new Date(2026, 0, 2, 3, 4).getTime())).toBe('2026-01-02 03:04');
  });
});
