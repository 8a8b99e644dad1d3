import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/domain/run.ts';
import type { LinesDigest } from '../../src/store/host-lines.ts';
import { LineStore } from '../../src/store/line-store.ts';
import { seededRandom } from '../support/random.ts';

/** What line `index` of a host run really is. */
const truth = (key: string, index: number): Line =>
  index % 5 === 0 ? { text: `${key} ${index}`, error: true } : { text: `${key} ${index}` };

const stretch = (key: string, from: number, count: number): Line[] =>
  Array.from({ length: count }, (_, i) => truth(key, from + i));

function digest(key: string, total: number, count = 40): LinesDigest {
  const from = Math.max(0, total - count);
  const output = { bytes: total * 10, lines: total, errorLines: 0, hash: String(total) };
  return { output, from, lines: stretch(key, from, total - from) };
}

const store = (limit?: number) => new LineStore(() => {}, limit);

it('knows nothing of a host run that has said nothing', () => {
  expect(store().of('r', 'a')).toBeUndefined();
  expect(store().missing('r', 'a', 0, 10)).toBeUndefined();
});

it('forgets a run, and counts no characters of it any more', () => {
  const lines = store(40_000);
  for (const run of ['r', 's']) lines.takeDigest(run, 'a', digest('a', 500, 500));
  lines.forget('r', ['a', 'b']);
  expect(lines.of('r', 'a')).toBeUndefined();
  expect(lines.arrivals('r')).toBeUndefined();
  for (let i = 0; i < 20; i += 1) {
    lines.takeDigest(`t${i}`, 'a', digest('a', 500, 500));
    lines.forget(`t${i}`, ['a']);
  }
  expect(lines.missing('s', 'a', 0, 500)).toBeUndefined();
});

it('has the lines of small outputs, whole', () => {
  const lines = store();
  for (let total = 10; total <= 500; total += 10) lines.takeDigest('r', 'a', digest('a', total));
  expect(lines.missing('r', 'a', 0, 1000)).toBeUndefined();
  expect(
    stretch('a', 0, 500).every((line, i) => lines.of('r', 'a')?.line(i)?.text === line.text),
  ).toBe(true);
  expect(lines.of('r', 'a')?.line(500)).toBeUndefined();
});

it('has the newest lines of a flood, and says what to read for the others', () => {
  const lines = store();
  lines.takeDigest('r', 'a', digest('a', 30));
  lines.takeDigest('r', 'a', digest('a', 100_000));
  expect(lines.of('r', 'a')).toMatchObject({ total: 100_000 });
  expect(lines.of('r', 'a')?.line(99_999)).toEqual(truth('a', 99_999));
  expect(lines.missing('r', 'a', 99_900, 200)).toEqual([99_900, 60]);
  expect(lines.missing('r', 'a', 20, 40)).toEqual([30, 30]);
  lines.takeStretch('r', 'a', 30, stretch('a', 30, 30));
  expect(lines.missing('r', 'a', 20, 40)).toBeUndefined();
});

it('keeps an old stretch that is looked at while the flood goes on', () => {
  const lines = store();
  lines.takeDigest('r', 'a', digest('a', 5000));
  lines.takeStretch('r', 'a', 100, stretch('a', 100, 50));
  for (let total = 5000; total < 20_000; total += 13)
    lines.takeDigest('r', 'a', digest('a', total));
  expect(lines.missing('r', 'a', 100, 50)).toBeUndefined();
});

it('has the open line only as long as it is open', () => {
  const lines = store();
  lines.takeDigest('r', 'a', { ...digest('a', 3), open: { text: 'password: ' } });
  expect(lines.of('r', 'a')?.open).toEqual({ text: 'password: ' });
  lines.takeDigest('r', 'a', digest('a', 4));
  expect(lines.of('r', 'a')?.open).toBeUndefined();
});

it('keeps a line the same object when it comes again', () => {
  const lines = store();
  lines.takeDigest('r', 'a', digest('a', 10));
  const before = lines.of('r', 'a')?.line(5);
  lines.takeDigest('r', 'a', digest('a', 11));
  expect(lines.of('r', 'a')?.line(5)).toBe(before);
});

it('tells that something changed', () => {
  let changes = 0;
  const lines = new LineStore(() => {
    changes += 1;
  });
  lines.takeDigest('r', 'a', digest('a', 1));
  lines.takeStretch('r', 'a', 0, stretch('a', 0, 1));
  expect(changes).toBe(2);
});

describe('memory', () => {
  const kept = (lines: LineStore, run: string, total: number): number =>
    Array.from({ length: total }, (_, i) => lines.of(run, 'a')?.line(i)).filter(Boolean).length;

  it('of one host run is bounded by lines', () => {
    const lines = store();
    for (let total = 40; total <= 10_000; total += 40)
      lines.takeDigest('r', 'a', digest('a', total));
    for (let from = 0; from < 10_000; from += 100)
      lines.takeStretch('r', 'a', from, stretch('a', from, 100));
    expect(kept(lines, 'r', 10_000)).toBeLessThanOrEqual(2000);
  });

  it('of one host run is bounded where its lines are absurdly long', () => {
    const lines = store();
    const text = 'x'.repeat(16_384);
    for (let total = 40; total <= 2000; total += 40) {
      lines.takeDigest('r', 'a', { ...digest('a', total), lines: Array<Line>(40).fill({ text }) });
    }
    expect(kept(lines, 'r', 2000)).toBeLessThan(130);
    expect(lines.of('r', 'a')?.line(1999)).toBeDefined();
  });

  it('of all runs is bounded: the oldest are forgotten first, their length stays known', () => {
    const lines = store(50_000);
    for (let run = 0; run < 20; run++) lines.takeDigest(String(run), 'a', digest('a', 100, 100));
    expect(kept(lines, '0', 100)).toBe(0);
    expect(lines.of('0', 'a')?.total).toBe(100);
    expect(lines.missing('0', 'a', 0, 200)).toEqual([0, 100]);
    expect(kept(lines, '19', 100)).toBe(100);
  });
});

it('forgets what was given nothing for the longest time, not what came first', () => {
  const lines = store(15_000);
  lines.takeDigest('going', 'a', digest('a', 50));
  for (let run = 0; run < 20; run++) {
    lines.takeDigest(String(run), 'a', digest('a', 40));
    lines.takeDigest('going', 'a', digest('a', 51 + run, 1));
  }
  expect(lines.missing('going', 'a', 10, 60)).toBeUndefined();
});

it('never gives a wrong line, whatever digests and stretches came', () => {
  const random = seededRandom(11);
  const keys = ['r1 a', 'r1 b', 'r2 a'];
  for (let round = 0; round < 60; round++) {
    const lines = store(20_000 + random.below(400_000));
    const totals = new Map(keys.map((key) => [key, 0]));
    for (let step = 0; step < 80; step++) {
      const key = keys[random.below(keys.length)]!;
      const [run = '', host = ''] = key.split(' ');
      let total = totals.get(key)!;
      if (random.below(2) === 0) {
        total += random.below(3) === 0 ? random.below(5000) : random.below(60);
        totals.set(key, total);
        lines.takeDigest(run, host, digest(key, total, random.below(41)));
      } else {
        const from = random.below(total + 1);
        const count = Math.min(random.below(1500), total - from);
        lines.takeStretch(run, host, from, stretch(key, from, count));
        if (count <= 1000) expect(lines.missing(run, host, from, count)).toBeUndefined();
      }
      const known = lines.of(run, host)!;
      if (total > 0) expect(known.total).toBe(total);
      for (let probe = 0; probe < 40; probe++) {
        const index = random.below(total + 10);
        const line = known.line(index);
        if (line) expect(line).toEqual(truth(key, index));
        const missing = lines.missing(run, host, index, 5);
        for (let i = index; i < Math.min(index + 5, total); i++) {
          const toRead = missing !== undefined && i >= missing[0] && i < missing[0] + missing[1];
          if (!known.line(i)) expect(toRead).toBe(true);
        }
      }
    }
  }
});

describe('the order of arrival', () => {
  it('is kept for each run', () => {
    const lines = store();
    lines.takeDigest('r', 'a', digest('a', 2), 0);
    lines.takeDigest('r', 'b', digest('b', 1), 0);
    lines.takeDigest('s', 'a', digest('a', 100), 0);
    expect(lines.arrivals('r')?.span(1)).toMatchObject({ at: 2, host: 'b', count: 1 });
    expect(lines.arrivals('s')?.span(0)).toMatchObject({ from: 0, count: 60, brought: false });
    expect(lines.arrivals('t')).toBeUndefined();
  });
});

it('knows which lines nothing has any more, and has those that come after all', () => {
  const lines = store();
  lines.takeDigest('r', 'a', digest('a', 100));
  lines.lose('r', 'a', 0, 1000);
  const known = lines.of('r', 'a')!;
  expect([0, 59, 60, 99, 100].map((index) => known.lostUntil?.(index) !== index)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  lines.takeStretch('r', 'a', 0, stretch('a', 0, 10));
  expect([known.lostUntil?.(5), known.lostUntil?.(50)]).toEqual([5, 100]);
});
