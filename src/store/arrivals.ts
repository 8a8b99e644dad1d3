import { keptLines } from './host-lines.ts';
import { NumberColumn } from './number-column.ts';

/** Most spans kept for a run, 40 bytes each. A flood from 20 hosts makes some 1,200 a second. */
const mostSpans = 128 * 1024;

/** Lines of one host that came together. */
export interface Span {
  /** The position of its first line in the order of arrival, counted from 0. */
  readonly at: number;
  readonly host: string;
  /** Number of its first line among the lines of the host. */
  readonly from: number;
  readonly count: number;
  /** Epoch ms. */
  readonly time: number;
  /** Whether its lines came with their announcement; those of other spans must be read. */
  readonly brought: boolean;
}

/**
 * In which order the lines of a run arrived, over all its hosts, to the tick in which they were told (8 ms, longer when
 * the screen is behind). Bounded: when there are too many spans, the older half is told in larger steps; no line loses its place among
 * those of its host, and none is left out.
 */
export class Arrivals {
  readonly #most: number;
  readonly #hosts: string[] = [];
  readonly #indexes = new Map<string, number>();
  /** How many lines of each host are in here. */
  readonly #totals: number[] = [];
  #columns = emptyColumns();
  #total = 0;
  #coarseBefore = 0;

  constructor(most = mostSpans) {
    this.#most = most;
  }

  /** How many lines there are. */
  get total(): number {
    return this.#total;
  }

  get spans(): number {
    return this.#columns.at.length;
  }

  /** Lines before this position are no longer in their original order. */
  get coarseBefore(): number {
    return this.#coarseBefore;
  }

  linesOf(host: string): number {
    const index = this.#indexes.get(host);
    return index === undefined ? 0 : (this.#totals[index] ?? 0);
  }

  /** Adds the lines of `host` up to `total`, which came at `time`; those from `broughtFrom` on are loaded. */
  add(host: string, total: number, broughtFrom: number, time: number): void {
    const index = this.#indexes.get(host) ?? this.#introduce(host);
    const before = this.#totals[index] ?? 0;
    if (total <= before) return;
    const from = Math.min(total, Math.max(before, broughtFrom));
    if (from > before) this.#push(index, before, from - before, time, false);
    if (total > from) this.#push(index, from, total - from, time, true);
    this.#totals[index] = total;
    if (this.spans > this.#most) this.#coarsen();
  }

  /** The span `index`, counted from the oldest. */
  span(index: number): Span | undefined {
    const { at, host, from, time, brought } = this.#columns;
    if (index < 0 || index >= at.length) return undefined;
    const end = index + 1 < at.length ? at.get(index + 1) : this.#total;
    return {
      at: at.get(index),
      host: this.#hosts[host.get(index)] ?? '',
      from: from.get(index),
      count: end - at.get(index),
      time: time.get(index),
      brought: brought.get(index) === 1,
    };
  }

  /** The index of the span that holds the line at `place`; behind the last one, that of the next span. */
  spanAt(place: number): number {
    const { at } = this.#columns;
    if (place >= this.#total) return at.length;
    let low = 0;
    let high = at.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (at.get(middle) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The position of the host's line `number`; undefined if it was not announced. */
  placeOf(host: string, number: number): number | undefined {
    for (let index = this.spans - 1; index >= 0; index -= 1) {
      const span = this.span(index);
      if (span?.host !== host || number < span.from) continue;
      return number < span.from + span.count ? span.at + number - span.from : undefined;
    }
    return undefined;
  }

  #introduce(host: string): number {
    const index = this.#hosts.push(host) - 1;
    this.#indexes.set(host, index);
    return index;
  }

  /** Adds a span, or extends the last one if it continues it at the same time. */
  #push(host: number, from: number, count: number, time: number, brought: boolean): void {
    const columns = this.#columns;
    const last = columns.at.length - 1;
    const goesOn =
      last >= 0 &&
      columns.host.get(last) === host &&
      columns.brought.get(last) === Number(brought) &&
      time - columns.time.get(last) < sameTimeMs;
    if (!goesOn) putSpan(columns, [this.#total, host, from, time, Number(brought)]);
    this.#total += count;
  }

  /** Coarsens the older half, joining so many spans host by host that it becomes half as long. */
  #coarsen(): void {
    const half = this.spans >> 1;
    const all = this.#columns;
    let columns = this.#inSteps(half, 4 * this.#hosts.length);
    for (let step = 8; columns.at.length > half / 2 && step < half; step *= 2)
      columns = this.#inSteps(half, step * this.#hosts.length);
    this.#coarseBefore = all.at.get(half);
    for (let index = half; index < all.at.length; index += 1) putSpan(columns, spanOf(all, index));
    this.#columns = columns;
  }

  /**
   * Joins each `step` of the oldest `count` spans into one per host. Makes no objects, because it holds up the screen.
   */
  #inSteps(count: number, step: number): Columns {
    const { at, host, brought } = this.#columns;
    const merged = emptyColumns();
    const counts = new NumberColumn();
    const known = new Int32Array(this.#hosts.length);
    for (let index = 0; index < count; index += 1) {
      if (index % step === 0) known.fill(-1);
      const lines = at.get(index + 1) - at.get(index);
      const same = known[host.get(index)] ?? -1;
      if (same < 0) {
        known[host.get(index)] = counts.length;
        counts.push(lines);
        putSpan(merged, spanOf(this.#columns, index));
        continue;
      }
      counts.set(same, counts.get(same) + lines);
      const stillBrought = brought.get(index) === 1 && counts.get(same) <= keptLines;
      if (!stillBrought) merged.brought.set(same, 0);
    }
    let place = 0;
    for (let index = 0; index < counts.length; index += 1) {
      merged.at.set(index, place);
      place += counts.get(index);
    }
    return merged;
  }
}

type Columns = ReturnType<typeof emptyColumns>;

const emptyColumns = () => ({
  at: new NumberColumn(),
  host: new NumberColumn(),
  from: new NumberColumn(),
  time: new NumberColumn(),
  brought: new NumberColumn(),
});

type Numbers = readonly [at: number, host: number, from: number, time: number, brought: number];

const spanOf = ({ at, host, from, time, brought }: Columns, index: number): Numbers => [
  at.get(index),
  host.get(index),
  from.get(index),
  time.get(index),
  brought.get(index),
];

function putSpan(columns: Columns, [at, host, from, time, brought]: Numbers): void {
  columns.at.push(at);
  columns.host.push(host);
  columns.from.push(from);
  columns.time.push(time);
  columns.brought.push(brought);
}

/** Merges the orders of several workers by time; each keeps its own order. */
export function inOneOrder(parts: readonly Arrivals[]): Arrivals {
  const all = new Arrivals();
  const next = parts.map(() => 0);
  for (;;) {
    const heads = parts.map((part, i) => part.span(next[i] ?? 0));
    const first = heads.reduce<number>(
      (best, span, i) => (span && span.time < (heads[best]?.time ?? Infinity) ? i : best),
      0,
    );
    const span = heads[first];
    if (!span) return all;
    next[first] = (next[first] ?? 0) + 1;
    const total = span.from + span.count;
    all.add(span.host, total, total, span.time);
  }
}

const sameTimeMs = 50;
