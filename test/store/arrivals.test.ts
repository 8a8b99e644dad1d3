import { describe, expect, it } from 'vitest';
import { Arrivals, inOneOrder } from '../../src/store/arrivals.ts';
import { seededRandom } from '../support/random.ts';

/** `host line`, in order of arrival. */
function told(arrivals: Arrivals): string[] {
  return Array.from({ length: arrivals.spans }, (_, i) => arrivals.span(i)).flatMap((span) =>
    Array.from({ length: span?.count ?? 0 }, (_, i) => `${span?.host} ${(span?.from ?? 0) + i}`),
  );
}

describe('the order of arrival', () => {
  it('is that in which the lines were told', () => {
    const arrivals = new Arrivals();
    arrivals.add('a', 2, 0, 0);
    arrivals.add('b', 1, 0, 1);
    arrivals.add('a', 3, 2, 2);
    expect(told(arrivals)).toEqual(['a 0', 'a 1', 'b 0', 'a 2']);
    expect(arrivals.total).toBe(4);
    expect(arrivals.linesOf('a')).toBe(3);
    expect(arrivals.linesOf('c')).toBe(0);
  });

  it('holds the lines that were not brought before those that were', () => {
    const arrivals = new Arrivals();
    arrivals.add('a', 100, 60, 7);
    expect(arrivals.span(0)).toEqual({
      at: 0,
      host: 'a',
      from: 0,
      count: 60,
      time: 7,
      brought: false,
    });
    expect(arrivals.span(1)).toEqual({
      at: 60,
      host: 'a',
      from: 60,
      count: 40,
      time: 7,
      brought: true,
    });
    expect(arrivals.span(2)).toBeUndefined();
  });

  it('is not changed by news that tell no new line', () => {
    const arrivals = new Arrivals();
    arrivals.add('a', 5, 0, 0);
    arrivals.add('a', 5, 5, 1);
    arrivals.add('a', 3, 0, 2);
    expect(told(arrivals)).toHaveLength(5);
  });

  it('takes what one host says without a break as one span, but not what it says much later', () => {
    const arrivals = new Arrivals();
    for (let line = 1; line <= 10; line++) arrivals.add('a', line, line - 1, line);
    expect(arrivals.spans).toBe(1);
    arrivals.add('a', 11, 10, 5000);
    expect(arrivals.spans).toBe(2);
  });

  it('finds the span that holds a line', () => {
    const arrivals = new Arrivals();
    arrivals.add('a', 3, 0, 0);
    arrivals.add('b', 2, 0, 0);
    arrivals.add('a', 7, 3, 0);
    expect([0, 2, 3, 4, 5, 8, 9].map((place) => arrivals.spanAt(place))).toEqual([
      0, 0, 1, 1, 2, 2, 3,
    ]);
    expect(new Arrivals().spanAt(0)).toBe(0);
  });

  it('finds where a line of a host stands', () => {
    const arrivals = new Arrivals();
    arrivals.add('a', 3, 0, 0);
    arrivals.add('b', 2, 0, 0);
    arrivals.add('a', 7, 3, 0);
    expect([0, 2, 3, 6, 7].map((number) => arrivals.placeOf('a', number))).toEqual([
      0,
      2,
      5,
      8,
      undefined,
    ]);
    expect(arrivals.placeOf('c', 0)).toBeUndefined();
  });

  it('stays bounded, and still holds every line of every host once and in its order', () => {
    const random = seededRandom(3);
    for (let round = 0; round < 20; round++) {
      const arrivals = new Arrivals(64);
      const totals = new Map<string, number>();
      for (let step = 0; step < 600; step++) {
        const host = `h${random.below(1 + (round % 5))}`;
        const before = totals.get(host) ?? 0;
        const total = before + 1 + random.below(5);
        totals.set(host, total);
        arrivals.add(host, total, total - random.below(4), step * 100);
      }
      expect(arrivals.spans).toBeLessThanOrEqual(64);
      const lines = told(arrivals);
      expect(lines).toHaveLength(arrivals.total);
      for (const [host, total] of totals) {
        const own = lines.filter((line) => line.startsWith(`${host} `));
        expect(own).toEqual(Array.from({ length: total }, (_, i) => `${host} ${i}`));
      }
      expect(arrivals.coarseBefore).toBeGreaterThan(0);
    }
  });

  it('of the newer half is exact also when the older half is told in larger steps', () => {
    const arrivals = new Arrivals(100);
    const order: string[] = [];
    for (let step = 0; step < 101; step++) {
      const host = step % 2 === 0 ? 'a' : 'b';
      arrivals.add(host, (step >> 1) + 1, step >> 1, step * 100);
      order.push(`${host} ${step >> 1}`);
    }
    expect(arrivals.coarseBefore).toBe(50);
    expect(told(arrivals).slice(50)).toEqual(order.slice(50));
    expect(told(arrivals).slice(0, 50).sort()).toEqual(order.slice(0, 50).sort());
  });
});

describe('the orders of several workers', () => {
  it('become one by time, without a line before an earlier one of its worker', () => {
    const [one, other] = [new Arrivals(), new Arrivals()];
    one.add('a', 1, 0, 100);
    one.add('b', 1, 0, 300);
    one.add('a', 2, 1, 250); // a clock that was set back
    other.add('c', 2, 0, 200);
    other.add('d', 1, 0, 300);
    expect(told(inOneOrder([one, other]))).toEqual(['a 0', 'c 0', 'c 1', 'b 0', 'a 1', 'd 0']);
    expect(inOneOrder([]).total).toBe(0);
  });
});
