import { LineAssembler } from '../domain/line-assembler.ts';
import type { Stream } from '../domain/run.ts';
import type { TextPattern } from '../domain/text-pattern.ts';
import { readFrames } from '../records/record-reader.ts';
import { LineSearch } from './line-search.ts';

/** Where in a record one host's lines begin and end that are not in memory. */
export interface RecordPart {
  /** Of the record. */
  readonly file: string;
  /** As its frames bear it. */
  readonly index: number;
  readonly offset: number;
  /** The number of the line that begins there. */
  readonly line: number;
  /** The lines from `from` on, before `until`. */
  readonly from: number;
  readonly until: number;
  /** As far as each stream had been read at `offset`. */
  readonly assemblers: Readonly<Record<Stream, LineAssembler>>;
}

/** One host's way through the record. */
export class PartSearch {
  readonly search: LineSearch;
  readonly #part: RecordPart;
  readonly #assemblers: Readonly<Record<Stream, LineAssembler>>;
  #next: number;

  constructor(part: RecordPart, pattern: TextPattern, most: number) {
    this.search = new LineSearch(pattern, most);
    this.#part = part;
    this.#next = part.line;
    const look = (text: string) => this.#look(text);
    this.#assemblers = {
      stdout: new LineAssembler(look, part.assemblers.stdout),
      stderr: new LineAssembler(look, part.assemblers.stderr),
    };
  }

  get done(): boolean {
    return this.#next >= this.#part.until;
  }

  take(offset: number, stream: Stream, bytes: Uint8Array): void {
    if (offset >= this.#part.offset && !this.done) this.#assemblers[stream].write(bytes);
  }

  /** The record has ended: a last line without an end is one too. */
  end(): void {
    if (this.done) return;
    this.#assemblers.stdout.end();
    this.#assemblers.stderr.end();
  }

  #look(text: string): void {
    const { from, until } = this.#part;
    if (this.#next >= from && this.#next < until) this.search.look(this.#next, text);
    this.#next += 1;
  }
}

/** Looks through a record once for all hosts; `took` is called between stretches of it. Ends early with `signal`. */
export async function searchRecord(
  file: string,
  parts: ReadonlyMap<number, PartSearch>,
  offset: number,
  signal: AbortSignal,
  took: () => void,
): Promise<void> {
  const open = new Set(parts.keys());
  let since = performance.now();
  for await (const frame of readFrames(file, offset)) {
    if (signal.aborted) return;
    const part = open.has(frame.host) ? parts.get(frame.host) : undefined;
    part?.take(frame.offset, frame.stream, frame.bytes);
    if (part?.done) open.delete(frame.host);
    if (open.size === 0) return;
    if (performance.now() - since < tellEvery) continue;
    took();
    // a turn for whatever else this process has to do
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  for (const index of open) parts.get(index)?.end();
}

/** How long is looked before what was found is told, ms. */
const tellEvery = 50;
