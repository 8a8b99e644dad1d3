import type { HostHits } from '../domain/host-hits.ts';
import { LineAssembler } from '../domain/line-assembler.ts';
import { createMasker, type HostNames, type Masker } from '../domain/mask.ts';
import { OutputHash } from '../domain/output-hash.ts';
import type { Line, OutputFacts, Stream } from '../domain/run.ts';
import type { TextPattern } from '../domain/text-pattern.ts';
import { readHost } from '../records/record-reader.ts';
import type { RecordWriter } from '../records/record-writer.ts';
import { Checkpoints } from './checkpoints.ts';
import { LineSearch } from './line-search.ts';
import type { Digest } from './protocol.ts';
import type { RecordPart } from './record-search.ts';

/** Where the bytes are, or are written to. */
export type OutputRecord = Pick<RecordWriter, 'append' | 'hostIndex' | 'flushed' | 'file'>;

/** How many of the newest lines a digest carries. */
const digestLines = 40;
/** Lines kept in memory per host run; older ones are read back from the record. */
const keptLines = 1000;
const keptCharacters = 512 * 1024;
/** Lines beyond this are compared unmasked: masking costs more than everything else done with a line. */
const maskedLines = 20_000;

/** A place in the record before which `line` lines had ended. */
interface Checkpoint {
  readonly offset: number;
  readonly line: number;
  /** Each stream's state at that place: half a line, half a character, an unfinished colour. */
  readonly assemblers: Readonly<Record<Stream, LineAssembler>>;
}

/** The output of one host run as the worker keeps it: split into safe lines, hashed, indexed. */
export class HostOutput {
  readonly #host: string;
  readonly #record: OutputRecord | undefined;
  readonly #hash = new OutputHash();
  readonly #maskedHash = new OutputHash();
  readonly #masker: Masker;
  readonly #assemblers: Record<Stream, LineAssembler> = {
    stdout: this.#assembler((text) => ({ text })),
    stderr: this.#assembler((text) => ({ text, error: true })),
  };
  readonly #checkpoints = new Checkpoints<Checkpoint>();
  #kept: Line[] = [];
  #keptCharacters = 0;
  #lines = 0;
  #errorLines = 0;
  #bytes = 0;
  #told = 0;

  /** `names`: what the host goes by. */
  constructor(host: string, names: HostNames, record?: OutputRecord) {
    this.#host = host;
    this.#masker = createMasker(names);
    this.#record = record;
  }

  take(stream: Stream, bytes: Uint8Array): void {
    const offset = this.#record?.append(this.#host, stream, bytes);
    if (offset !== undefined && this.#checkpoints.isDue(this.#bytes)) this.#checkpoint(offset);
    this.#bytes += bytes.length;
    this.#assemblers[stream].write(bytes);
  }

  /** The output has ended: a last line without an end becomes a line. */
  finish(): void {
    this.#assemblers.stdout.end();
    this.#assemblers.stderr.end();
  }

  /** Whole lines so far. */
  get lines(): number {
    return this.#lines;
  }

  facts(): OutputFacts {
    const { value: hash } = this.#hash;
    const { value: masked } = this.#maskedHash;
    return { bytes: this.#bytes, lines: this.#lines, errorLines: this.#errorLines, hash, masked };
  }

  /** What is new since the last digest. */
  digest(): Digest {
    const first = Math.max(this.#told, this.#lines - digestLines, this.#firstKept);
    this.#told = this.#lines;
    const open = this.#open();
    return {
      output: this.facts(),
      from: first,
      lines: this.#kept.slice(first - this.#firstKept),
      ...(open && { open }),
      ...(this.#assemblers.stdout.screen && { screen: true }),
    };
  }

  /** Lines `from` to `from + count - 1`, as far as they exist and were not forgotten. */
  async read(from: number, count: number): Promise<{ from: number; lines: readonly Line[] }> {
    if (from >= this.#firstKept || !this.#record) {
      const first = Math.max(from, this.#firstKept);
      const at = first - this.#firstKept;
      return {
        from: first,
        lines: this.#kept.slice(at, Math.max(at, at + count - (first - from))),
      };
    }
    return { from, lines: await this.#readBack(from, Math.min(count, this.#lines - from)) };
  }

  /** Where `pattern` is in the lines from `from` on, as far as they are in memory. */
  searchKept(from: number, pattern: TextPattern, most: number): Omit<HostHits, 'host'> {
    const search = new LineSearch(pattern, most);
    for (let at = Math.max(from - this.#firstKept, 0); at < this.#kept.length; at++)
      search.look(this.#firstKept + at, this.#kept[at]?.text ?? '');
    const unseen = !this.#record && from < this.#firstKept;
    return { ...search.taken(), to: this.#lines, ...(unseen && { unseen }) };
  }

  /** Where the other lines from `from` on are to be looked for; undefined: there are none. */
  partOnDisk(from: number): RecordPart | undefined {
    const start = this.#checkpoints.before(from);
    const index = this.#record?.hostIndex(this.#host);
    const until = this.#firstKept;
    if (!start || !this.#record || index === undefined || from >= until) return undefined;
    return { ...start, file: this.#record.file, index, from, until };
  }

  /** Settles when all of its record is on the disk. */
  async flushed(): Promise<void> {
    await this.#record?.flushed();
  }

  /** Keep no lines in memory any more; they can still be read from the record. */
  forget(): void {
    this.#kept = [];
    this.#keptCharacters = 0;
    this.#checkpoints.thin();
  }

  get #firstKept(): number {
    return this.#lines - this.#kept.length;
  }

  #assembler(lineOf: (text: string) => Line): LineAssembler {
    return new LineAssembler(
      (text) => this.#line(lineOf(text)),
      undefined,
      (lines, bytes) => this.#wholeLines(lines, bytes, lineOf),
    );
  }

  #line(line: Line): void {
    const error = line.error === true;
    this.#hash.line(line.text, error);
    const masked = this.#lines < maskedLines ? this.#masker.masked(line.text) : line.text;
    this.#maskedHash.line(masked, error);
    this.#keep(line);
  }

  /** The same for many lines at once, in a quarter of the time. */
  #wholeLines(text: string, bytes: Uint8Array, lineOf: (text: string) => Line): void {
    const lines = text.slice(0, -1).split('\n').map(lineOf);
    const end = this.#lines + lines.length;
    if (this.#lines < maskedLines && end > maskedLines) {
      for (const line of lines) this.#line(line);
      return;
    }
    const error = lines[0]?.error === true;
    this.#hash.lines(bytes, error);
    const masked = end <= maskedLines ? this.#masker.maskedLines(text, bytes) : bytes;
    this.#maskedHash.lines(masked, error);
    for (const line of lines) this.#keep(line);
  }

  #keep(line: Line): void {
    this.#lines += 1;
    if (line.error) this.#errorLines += 1;
    this.#kept.push(line);
    this.#keptCharacters += line.text.length;
    if (this.#kept.length > 2 * keptLines || this.#keptCharacters > 2 * keptCharacters)
      this.#trim();
  }

  /** Halving now and then costs less than a shift for every line. */
  #trim(): void {
    let drop = Math.max(0, this.#kept.length - keptLines);
    for (let i = 0; i < drop; i++) this.#keptCharacters -= this.#kept[i]?.text.length ?? 0;
    while (this.#keptCharacters > keptCharacters && drop < this.#kept.length - digestLines) {
      this.#keptCharacters -= this.#kept[drop++]?.text.length ?? 0;
    }
    this.#kept = this.#kept.slice(drop);
  }

  #open(): Line | undefined {
    const { stdout, stderr } = this.#assemblers;
    if (stdout.open) return { text: stdout.open };
    return stderr.open ? { text: stderr.open, error: true } : undefined;
  }

  #checkpoint(offset: number): void {
    const { stdout, stderr } = this.#assemblers;
    const assemblers = {
      stdout: new LineAssembler(() => {}, stdout),
      stderr: new LineAssembler(() => {}, stderr),
    };
    this.#checkpoints.add(this.#bytes, { offset, line: this.#lines, assemblers });
  }

  async #readBack(from: number, count: number): Promise<Line[]> {
    const start = this.#checkpoints.before(from);
    const index = this.#record?.hostIndex(this.#host);
    if (!start || !this.#record || index === undefined) return [];
    const lines: Line[] = [];
    const assemblers: Record<Stream, LineAssembler> = {
      stdout: new LineAssembler((text) => lines.push({ text }), start.assemblers.stdout),
      stderr: new LineAssembler(
        (text) => lines.push({ text, error: true }),
        start.assemblers.stderr,
      ),
    };
    const until = from - start.line + count;
    await this.#record.flushed();
    for await (const { stream, bytes } of readHost(this.#record.file, index, start.offset)) {
      assemblers[stream].write(bytes);
      if (lines.length >= until) break;
    }
    assemblers.stdout.end();
    assemblers.stderr.end();
    return lines.slice(from - start.line, until);
  }
}
