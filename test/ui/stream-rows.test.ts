import { describe, expect, it } from 'vitest';
import type { Line } from '../../src/domain/run.ts';
import { Arrivals } from '../../src/store/arrivals.ts';
import { LineStore } from '../../src/store/line-store.ts';
import { type Sieve, type StreamRow, StreamRows } from '../../src/ui/stream-rows.ts';
import { seededRandom } from '../support/random.ts';

const all: Sieve = { hides: () => false, passes: () => true };

/** `web01 text`, `2 web01,web02 text`, `5 web01 skipped`. */
const read = (row: StreamRow): string => {
  const text = row.kind === 'gap' ? 'skipped' : `${row.line.error ? '!' : ''}${row.line.text}`;
  return `${row.count === 1 ? '' : `${row.count} `}${[...row.hosts].join()} ${text}`;
};

/** What hosts say, as `[ms, host, lines…]`; `!` is stderr. */
type Said = readonly [time: number, host: string, ...lines: string[]];

function hosts(said: readonly Said[]) {
  const store = new LineStore(() => {});
  const totals = new Map<string, number>();
  const say = ([time, host, ...lines]: Said, brought = lines.length) => {
    const before = totals.get(host) ?? 0;
    const total = before + lines.length;
    totals.set(host, total);
    const output = { bytes: total, lines: total, errorLines: 0, hash: '' };
    const newest = lines.slice(lines.length - brought).map(lineOf);
    store.takeDigest('r', host, { output, from: total - brought, lines: newest }, time);
  };
  for (const each of said) say(each);
  const source = {
    get arrivals() {
      return store.arrivals('r') ?? new Arrivals();
    },
    lines: (host: string) => store.of('r', host),
  };
  return { store, source, say };
}

const lineOf = (text: string): Line =>
  text.startsWith('!') ? { text: text.slice(1), error: true } : { text };

function followed(said: readonly Said[], sieve: Sieve = all): string[] {
  const rows = new StreamRows(hosts(said).source, sieve, 0);
  rows.follow(1000);
  return rows.rows.map(read);
}

describe('the stream', () => {
  it.each<[string, readonly Said[], string[]]>([
    [
      'has the lines in the order in which they came',
      [
        [0, 'a', '1', '2'],
        [1000, 'b', '3'],
        [2000, 'a', '4'],
      ],
      ['a 1', 'a 2', 'b 3', 'a 4'],
    ],
    [
      'folds what several hosts say one after the other, however late',
      [
        [0, 'a', 'up'],
        [5000, 'b', 'up'],
        [90_000, 'a', 'up'],
      ],
      ['3 a,b up'],
    ],
    [
      'folds what hosts say at the same moment, line by line',
      [
        [0, 'a', 'x', 'y'],
        [20, 'b', 'x', 'y'],
        [40, 'c', 'x', 'z'],
      ],
      ['3 a,b,c x', '2 a,b y', 'c z'],
    ],
    [
      'does not fold over other lines what came later',
      [
        [0, 'a', 'x', 'y'],
        [500, 'b', 'x'],
      ],
      ['a x', 'a y', 'b x'],
    ],
    [
      'never puts a line before an earlier one of its host',
      [
        [0, 'a', 'x', 'y', 'x'],
        [1, 'b', 'y', 'x'],
      ],
      ['a x', '2 a,b y', '2 a,b x'],
    ],
    [
      'does not fold stderr with stdout',
      [
        [0, 'a', 'x'],
        [0, 'b', '!x'],
        [0, 'c', '!x'],
      ],
      ['a x', '2 b,c !x'],
    ],
    [
      'folds empty lines too',
      [
        [0, 'a', '', ''],
        [0, 'b', ''],
      ],
      ['3 a,b '],
    ],
  ])('%s', (_, said, expected) => {
    expect(followed(said)).toEqual(expected);
  });

  const some: readonly Said[] = [
    [0, 'a', 'one', 'two'],
    [1000, 'b', 'one'],
    [2000, 'a', 'three'],
  ];
  it.each<[string, Partial<Sieve>, string[], number]>([
    ['leaves out hosts', { hides: (host) => host === 'a' }, ['b one'], 3],
    ['leaves out lines', { passes: ({ text }) => text !== 'two' }, ['2 a,b one', 'a three'], 1],
    [
      'leaves out both',
      { hides: (h) => h === 'b', passes: (l) => l.text !== 'one' },
      ['a two', 'a three'],
      2,
    ],
  ])('%s and counts what is left out', (_, sieve, expected, hidden) => {
    const rows = new StreamRows(hosts(some).source, { ...all, ...sieve }, 0);
    rows.follow(1000);
    expect(rows.rows.map(read)).toEqual(expected);
    expect(rows.hidden).toBe(hidden);
  });

  it('tells the lines that were not brought as one row for all hosts, where they are missing', () => {
    const { source, say } = hosts([[0, 'a', 'first']]);
    say([10, 'a', '1', '2', '3'], 1);
    say([10, 'b', '1', '2', '3', '4'], 1);
    const rows = new StreamRows(source, all, 0);
    rows.follow(1000);
    expect(rows.rows.map(read)).toEqual(['a first', '5 a,b skipped', 'a 3', 'b 4']);
    expect([rows.shown, rows.skipped, rows.hidden]).toEqual([3, 5, 0]);
  });

  it('takes the newest when there are more than it may look at, and counts the others', () => {
    const { source, say } = hosts([]);
    for (let i = 0; i < 100; i++) say([i * 1000, 'a', `${i}`]);
    const rows = new StreamRows(source, all, 0);
    rows.follow(10);
    expect(rows.rows.map(read)).toEqual(Array.from({ length: 10 }, (_, i) => `a ${90 + i}`));
    expect(rows.skipped).toBe(90);
    for (let i = 100; i < 150; i++) say([i * 1000, 'a', `${i}`]);
    rows.follow(5);
    expect(rows.rows.slice(-6).map(read)).toEqual([
      '45 a skipped',
      ...[145, 146, 147, 148, 149].map((i) => `a ${i}`),
    ]);
  });

  it('counts what is new since a place, also when the older rows are dropped', () => {
    const { source, say } = hosts([]);
    const rows = new StreamRows(source, all, 0);
    for (let i = 0; i < 10; i++) say([i * 1000, 'a', `${i}`]);
    rows.follow(1000);
    expect(rows.newSince(7)).toBe(3);
    for (let i = 10; i < 9000; i++) {
      say([i * 1000, 'a', `${i}`]);
      rows.follow(1000);
    }
    expect(rows.newSince(7)).toBe(8993);
    expect(rows.rows.length).toBeLessThanOrEqual(4000);
    expect(rows.rows.map(read).at(-1)).toBe('a 8999');
  });

  it('waits for lines that are elsewhere, and reads on when they have come', () => {
    const { source, store, say } = hosts([]);
    say([0, 'a', ...Array.from({ length: 50 }, (_, i) => `${i}`)], 10);
    say([1000, 'b', 'end']);
    const rows = new StreamRows(source, all, 20);
    expect(rows.read(100, 15)).toEqual([{ host: 'a', from: 20, count: 15 }]);
    expect(rows.rows).toEqual([]);
    store.takeStretch(
      'r',
      'a',
      20,
      Array.from({ length: 15 }, (_, i) => lineOf(`${20 + i}`)),
    );
    expect(rows.read(100, 15)).toEqual([{ host: 'a', from: 35, count: 5 }]);
    store.takeStretch(
      'r',
      'a',
      35,
      Array.from({ length: 5 }, (_, i) => lineOf(`${35 + i}`)),
    );
    expect(rows.read(100, 15)).toEqual([]);
    expect(rows.rows.map(read)).toEqual([
      ...Array.from({ length: 30 }, (_, i) => `a ${20 + i}`),
      'b end',
    ]);
  });

  it('passes over lines that nobody has any more', () => {
    const { source, store, say } = hosts([]);
    say([0, 'a', '1', '2', '3'], 1);
    const rows = new StreamRows(source, all, 0);
    expect(rows.read(100, 400)).toEqual([{ host: 'a', from: 0, count: 2 }]);
    store.lose('r', 'a', 0, 2);
    expect(rows.read(100, 400)).toEqual([]);
    expect(rows.rows.map(read)).toEqual(['2 a skipped', 'a 3']);
  });

  it('stops when it has the rows that were asked for', () => {
    const { source } = hosts([[0, 'a', '1', '2', '3', '4']]);
    const rows = new StreamRows(source, all, 0);
    rows.read(2, 400);
    expect(rows.rows.map(read)).toEqual(['a 1', 'a 2']);
    rows.read(3, 400);
    expect(rows.rows.map(read)).toEqual(['a 1', 'a 2', 'a 3']);
  });

  it('shows, hides or skips every line once, whatever came and whatever is left out', () => {
    const random = seededRandom(17);
    for (let round = 0; round < 60; round++) {
      const { source, store, say } = hosts([]);
      const muted = `h${random.below(4)}`;
      const sieve = {
        hides: (host: string) => host === muted,
        passes: (line: Line) => line.text !== 't3',
      };
      const live = new StreamRows(source, sieve, 0);
      for (let step = 0; step < 60; step++) {
        const lines = Array.from({ length: 1 + random.below(6) }, () => `t${random.below(5)}`);
        say(
          [step * random.below(80), `h${random.below(4)}`, ...lines],
          random.below(lines.length + 1),
        );
        if (random.below(3) === 0) live.follow(1 + random.below(30));
      }
      live.follow(10);
      const { total } = source.arrivals;
      expect(live.shown + live.hidden + live.skipped).toBe(total);
      expect(live.end).toBe(total);
      expect(live.rows.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(total);
      const from = random.below(total);
      const again = new StreamRows(source, sieve, from);
      for (let tries = 0; tries < 500 && again.end < total; tries++)
        for (const { host, from: first, count } of again.read(10_000, 20))
          store.takeStretch(
            'r',
            host,
            first,
            Array.from({ length: count }, () => lineOf('t1')),
          );
      expect(again.shown + again.hidden).toBe(total - from);
      expect(again.skipped).toBe(0);
    }
  });
});
