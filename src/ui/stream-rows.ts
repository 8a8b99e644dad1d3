import type { Line } from '../domain/run.ts';
import type { Arrivals, Span } from '../store/arrivals.ts';
import type { RunLines } from '../store/run-lines.ts';

/** A row of the stream; one that stands there only ever gets more hosts and a larger count. */
export type StreamRow = {
  /** The place of its first line in the order of arrival. */
  readonly at: number;
  /** When that came, epoch ms. */
  readonly time: number;
  readonly hosts: Set<string>;
  count: number;
} & (
  | { readonly kind: 'line'; readonly line: Line }
  /** Lines that nobody has looked at. */
  | { readonly kind: 'gap' }
);

/** The lines of one run in their order. */
export interface StreamSource {
  readonly arrivals: Pick<Arrivals, 'total' | 'spans' | 'span' | 'spanAt' | 'placeOf'>;
  lines(host: string): RunLines | undefined;
}

/** What is left out. */
export interface Sieve {
  hides(host: string): boolean;
  passes(line: Line): boolean;
}

/** The host's lines `from` to `from + count - 1` are needed to go on. */
export interface MissingLines {
  readonly host: string;
  readonly from: number;
  readonly count: number;
}

/** Rows kept; of twice as many the older half is dropped. */
const mostRows = 2000;
const mostCharacters = 4 * 1024 * 1024;
/** Lines that came within this time may be folded though others stand between them: nobody saw which was first. */
const sameMomentMs = 100;
/** Texts remembered for that. */
const mostTexts = 4000;
/** Lines of one host that are asked for at once: fewer than are kept of what was read back. */
const mostMissing = 900;

/**
 * The rows that the stream shows of the lines from a place on: what the sieve leaves, repeats folded. A line joins the row before when
 * that has the same text, or a row of the same moment, but never one before another row of its own host.
 */
export class StreamRows {
  readonly rows: StreamRow[] = [];
  readonly start: number;
  /** Everything from the start to here was looked at, skipped or hidden. */
  end: number;
  /** Lines in the rows there are and were. */
  shown = 0;
  /** Lines that the sieve left out. */
  hidden = 0;
  /** Lines that were not looked at. */
  skipped = 0;
  readonly #source: StreamSource;
  readonly #sieve: Sieve;
  /** Numbers of rows, counted from the first there ever was. */
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

  /** Takes what has arrived, of more than `most` lines the newest; what is not in memory is skipped. */
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

  /** Goes on until it has `rows` rows; answers with the lines that it waits for, of the `ahead` next ones. */
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

  /** The first row that begins at `place` or behind it. */
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

  /** All up to the span `index`: hidden or skipped. */
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

  /** What of the span was not looked at yet. */
  #rest(span: Span): { from: number; count: number } {
    const done = this.end - span.at;
    return { from: span.from + done, count: span.count - done };
  }

  /** False when it waits for a line. */
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

  /** The number of the row that comes next. */
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

  /** What is not here of the next `ahead` lines from the span `at` on, as one stretch for each host. */
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

/** How many lines from `number` on, up to `end`, nothing has any more. */
const lostFrom = (lines: RunLines | undefined, number: number, end: number): number =>
  Math.max(0, Math.min(end, lines?.lostUntil?.(number) ?? number) - number);
