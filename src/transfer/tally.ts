import { byteSize } from '../domain/byte-size.ts';
import { safeText } from '../domain/output.ts';
import type { TransferFacts, TransferProgress } from '../domain/transfer.ts';
import type { TransferContext } from './transfer-context.ts';

/** Trees of more files are told in one line for each source. */
const mostLines = 20;

export type FileEnd = 'copied' | 'unchanged' | 'would-copy';

/** Counts what becomes of the files of one host, and tells it: equal on all hosts where the same happened. */
export class Tally {
  readonly #context: Pick<TransferContext, 'say' | 'warn' | 'progress'>;
  #brief: boolean;
  readonly #sums = new Map<string, { files: number; bytes: number; unchanged: number }>();
  /** Lines of files that ended before others that stand before them. */
  readonly #waiting = new Map<number, () => void>();
  #next = 0;
  #transferred = 0;
  #bytes = 0;
  #unchanged = 0;
  #skipped = 0;
  #failed = 0;
  #done: TransferProgress;

  constructor(
    context: Pick<TransferContext, 'say' | 'warn' | 'progress'>,
    files: readonly { readonly size: number }[],
  ) {
    this.#context = context;
    this.#brief = files.length > mostLines;
    const totalBytes = files.reduce((sum, { size }) => sum + size, 0);
    this.#done = { bytes: 0, totalBytes, files: 0, totalFiles: files.length };
    context.progress(this.#done, this.#facts);
  }

  /** More files are known now; with `each`, every one is told, however many they are. */
  found(files: readonly { readonly size: number }[], { each = false } = {}): void {
    this.#brief = !each && this.#done.totalFiles + files.length > mostLines;
    const more = files.reduce((sum, { size }) => sum + size, 0);
    const { totalBytes, totalFiles } = this.#done;
    this.#progress({ totalBytes: totalBytes + more, totalFiles: totalFiles + files.length });
  }

  moved(bytes: number): void {
    this.#progress({ bytes: this.#done.bytes + bytes });
  }

  /**
   * A file that went well. `order` counts the files from 0, and that is the order of the lines; `source` is
   * what its summary is told under.
   */
  ended(order: number, end: FileEnd, bytes: number, source: string, line: string): void {
    if (end === 'unchanged') this.#unchanged += 1;
    else this.#transferred += 1;
    if (end === 'copied') this.#bytes += bytes;
    const sum = this.#sums.get(source) ?? { files: 0, bytes: 0, unchanged: 0 };
    if (end === 'unchanged') sum.unchanged += 1;
    else {
      sum.files += 1;
      sum.bytes += bytes;
    }
    this.#sums.set(source, sum);
    this.#tell(order, () => this.#brief || this.#context.say(safeText(line)));
    this.#progress({ files: this.#done.files + 1 });
  }

  /** One that was not copied; without an `order` it is told at once. */
  failed(path: string, why: string, order?: number): void {
    this.#failed += 1;
    const warn = () => this.#context.warn(safeText(`${path}: ${why}`));
    if (order === undefined) warn();
    else {
      this.#tell(order, warn);
      this.#progress({ files: this.#done.files + 1 });
    }
  }

  skipped(path: string, why: string): void {
    this.#skipped += 1;
    this.#context.warn(safeText(`${path}: ${why}`));
  }

  /** Tells the sums, where the files were too many to be told. */
  finish(): TransferFacts {
    for (const line of this.#waiting.values()) line();
    if (this.#brief) {
      for (const [source, { files, bytes, unchanged }] of this.#sums) {
        const same = unchanged === 0 ? '' : `, ${unchanged} unchanged`;
        this.#context.say(safeText(`${source}  ${files} files, ${byteSize(bytes)}${same}`));
      }
    }
    return this.#facts;
  }

  get #facts(): TransferFacts {
    return {
      transferred: this.#transferred,
      bytes: this.#bytes,
      unchanged: this.#unchanged,
      skipped: this.#skipped,
      failed: this.#failed,
    };
  }

  #tell(order: number, line: () => void): void {
    this.#waiting.set(order, line);
    for (;;) {
      const next = this.#waiting.get(this.#next);
      if (!next) return;
      this.#waiting.delete(this.#next);
      this.#next += 1;
      next();
    }
  }

  #progress(change: Partial<TransferProgress>): void {
    this.#done = { ...this.#done, ...change };
    this.#context.progress(this.#done, this.#facts);
  }
}
