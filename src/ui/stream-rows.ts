import type { Line } from '../domain/run.ts';
import type { Arrivals, Span } from '../store/arrivals.ts';
import type { RunLines } from '../store/run-lines.ts';

/** A row of the stream; an existing row only ever gets more hosts and a larger count. */
export type StreamRow = {
  /** The place of its first line in the order of arrival. */
  readonly at: number;
  /** When that line came, epoch ms. */
  readonly time: number;
  readonly hosts: Set<string>;
  count: number;
} & (
  | { readonly kind: 'line'; readonly line: Line }
  /** Lines that were skipped. */
  | { readonly kind: 'gap' }
);

/** The lines of one run in their order. */
export interface StreamSource {
  readonly arrivals: Pick<Arrivals, 'total' | 'spans' | 'span' | 'spanAt' | 'placeOf'>;
  lines(host: string): RunLines | undefined;
}

/** Decides what is left out. */
export interface Sieve {
  hides(host: string): boolean;
  passes(line: Line): boolean;
}

/** The lines `from` to `from + count - 1` of the host, which are needed to go on. */
export interface MissingLines {
  readonly host: string;
  readonly from: number;
  readonly count: number;
}

/** How many rows are kept; at twice as many the older half is dropped. */
const mostRows = 2000;
const mostCharacters = 4 * 1024 * 1024;
/** Lines that came within this time may be folded even if others stand between them: nobody saw which was first. */
const sameMomentMs = 100;
/** How many texts are remembered for that. */
const mostTexts = 4000;
/** Lines of a host that are read at once: fewer than the store keeps of what was read back. */
const mostMissing = 900;

/**
 * The rows of the stream from a place on: what passes the sieve, with repeats folded. A line joins an earlier row if
 * that has the same text and is the last one or of the same moment, but never across another row of its own host.
 */
export class StreamRows {
  readonly rows: StreamRow[] = [];
  readonly start: number;
  /** Everything from the start to here was shown, skipped or hidden. */
  end: number;
  /** Lines in all rows so far, also in those dropped since. */
  shown = 0;
  /** Lines that the sieve left out. */
  hidden = 0;
  /** Lines that were skipped. */
  skipped = 0;
  readonly #source: StreamSource;
  readonly #sieve: Sieve;
  /** Row numbers by text, counted from the first row ever. */
  readonly #texts = { out: new Map<string, number>(), error: new Map<string, number>() };
  readonly #newestOf = new Map<string, number>();
  #newestGap = -1;
  #dropped = 0;
  #characters = 0;
  #mark = { place: 0, shown: 0 };

  constructor(source: StreamSource, sieve: Sieve, from: number) {
    this.#source = source;
    this.#sieve = sieve;
    this.start = from;
    this.end = from;
  }

  /**
   * Takes what has arrived; if that is more than `most` lines, only the newest. Lines that are not in memory are
   * skipped.
   */
  follow(most: number): void {
    const { arrivals } = this.#source;
    let index = arrivals.spans - 1;
    let left = most;
    for (; left > 0; index -= 1) {
      const span = arrivals.span(index);
      if (!span || span.at + span.count <= this.end) break;
      if (span.brought && !this.#sieve.hides(span.host)) left -= span.count;
    }
    this.#pass(index + 1);
    for (let at = arrivals.spanAt(this.end); this.end < arrivals.total; at += 1) {
      const span = arrivals.span(at);
      if (span) this.#takeSpan(span, 'skip', Number.POSITIVE_INFINITY);
    }
  }

  /** Reads on until it has `rows` rows; returns the lines that it waits for among the next `ahead` ones. */
  read(rows: number, ahead: number): readonly MissingLines[] {
    const { arrivals } = this.#source;
    for (let at = arrivals.spanAt(this.end); this.end < arrivals.total; at += 1) {
      if (this.rows.length >= rows) return [];
      const span = arrivals.span(at);
      if (!span) return [];
      if (!this.#takeSpan(span, 'wait', rows)) return this.#missing(at, ahead);
      if (this.end < span.at + span.count) return [];
    }
    return [];
  }

  /** The first row that begins at or after `place`. */
  rowFrom(place: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rows[middle]?.at ?? 0) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Lines shown and skipped that arrived at `place` or later. */
  newSince(place: number): number {
    const now = this.shown + this.skipped;
    if (this.#mark.place !== place) {
      const since = this.rows.slice(this.rowFrom(place)).reduce((sum, { count }) => sum + count, 0);
      this.#mark = { place, shown: now - since };
    }
    return now - this.#mark.shown;
  }

  /** Counts everything up to span `index` as hidden or skipped. */
  #pass(index: number): void {
    const { arrivals } = this.#source;
    for (let at = arrivals.spanAt(this.end); at < index; at += 1) {
      const span = arrivals.span(at);
      if (!span) return;
      const { from, count } = this.#rest(span);
      if (this.#sieve.hides(span.host)) this.hidden += count;
      else if (this.rows.length === 0) this.skipped += count;
      else this.#gap(span, count);
      this.end = span.at + (from - span.from) + count;
    }
  }

  /** The part of the span that was not read yet. */
  #rest(span: Span): { from: number; count: number } {
    const done = this.end - span.at;
    return { from: span.from + done, count: span.count - done };
  }

  /** Returns false if it waits for a line. */
  #takeSpan(span: Span, absent: 'skip' | 'wait', rows: number): boolean {
    const { from, count } = this.#rest(span);
    if (this.#sieve.hides(span.host)) {
      this.hidden += count;
      this.end += count;
      return true;
    }
    if (absent === 'skip' && !span.brought) {
      this.#gap(span, count);
      this.end += count;
      return true;
    }
    const lines = this.#source.lines(span.host);
    for (let number = from; number < from + count; ) {
      const line = lines?.line(number);
      const lost = line || absent === 'skip' ? 1 : lostFrom(lines, number, from + count);
      if (lost === 0) return false;
      if (!line) this.#gap(span, lost);
      else if (this.#sieve.passes(line)) this.#line(span, line);
      else this.hidden += 1;
      this.end += lost;
      number += lost;
      if (this.rows.length >= rows) return true;
    }
    return true;
  }

  #line({ host, time }: Span, line: Line): void {
    const texts = line.error ? this.#texts.error : this.#texts.out;
    const known = texts.get(line.text);
    this.shown += 1;
    if (known !== undefined && this.#joins(known, host, time)) {
      this.#join(known, host, 1);
      return;
    }
    if (texts.size > mostTexts) texts.clear();
    texts.set(line.text, this.#next);
    this.#characters += line.text.length;
    this.#put({ kind: 'line', at: this.end, time, hosts: new Set([host]), count: 1, line });
  }

  #gap({ host, time }: Span, count: number): void {
    this.skipped += count;
    if (this.#joins(this.#newestGap, host, time)) {
      this.#join(this.#newestGap, host, count);
      return;
    }
    this.#newestGap = this.#next;
    this.#put({ kind: 'gap', at: this.end, time, hosts: new Set([host]), count });
  }

  /** The number of the next row. */
  get #next(): number {
    return this.#dropped + this.rows.length;
  }

  #joins(number: number, host: string, time: number): boolean {
    const row = this.rows[number - this.#dropped];
    if (!row) return false;
    if (number === this.#next - 1) return true;
    return time - row.time <= sameMomentMs && (this.#newestOf.get(host) ?? -1) <= number;
  }

  #join(number: number, host: string, count: number): void {
    const row = this.rows[number - this.#dropped];
    if (!row) return;
    row.count += count;
    row.hosts.add(host);
    this.#newestOf.set(host, number);
  }

  #put(row: StreamRow): void {
    for (const host of row.hosts) this.#newestOf.set(host, this.#next);
    this.rows.push(row);
    if (this.rows.length > 2 * mostRows || this.#characters > 2 * mostCharacters) this.#drop();
  }

  #drop(): void {
    const half = this.rows.length >> 1;
    for (const row of this.rows.splice(0, half))
      if (row.kind === 'line') this.#characters -= row.line.text.length;
    this.#dropped += half;
  }

  /** What is missing of the next `ahead` lines from the span `at` on, as one stretch per host. */
  #missing(at: number, ahead: number): readonly MissingLines[] {
    const { arrivals } = this.#source;
    const found = new Map<string, { from: number; to: number }>();
    let left = ahead;
    for (let index = at; left > 0; index += 1) {
      const span = arrivals.span(index);
      if (!span) break;
      if (this.#sieve.hides(span.host)) continue;
      const lines = this.#source.lines(span.host);
      const from = index === at ? this.#rest(span).from : span.from;
      const to = Math.min(span.from + span.count, from + left);
      left -= to - from;
      for (let number = from; number < to; number += 1) {
        if (lines?.line(number) || lostFrom(lines, number, to) > 0) continue;
        const known = found.get(span.host);
        if (!known) found.set(span.host, { from: number, to: number + 1 });
        else if (number < known.from + mostMissing) known.to = number + 1;
      }
    }
    return [...found].map(([host, { from, to }]) => ({ host, from, count: to - from }));
  }
}

/** How many lines from `number` on, up to `end`, are gone for good. */
const lostFrom = (lines: RunLines | undefined, number: number, end: number): number =>
  Math.max(0, Math.min(end, lines?.lostUntil?.(number) ?? number) - number);
