import type { OutputFacts, Stream } from '../domain/run.ts';
import { type Event, initialCredit } from './protocol.ts';

/** Longest piece that is sent to the pool, bytes. */
const pieceSize = 64 * 1024;

export interface ByteFlowOptions {
  readonly id: string;
  readonly host: string;
  put(event: Event): void;
  /** Called when no credit is left, and when there is some again. */
  pause(): void;
  resume(): void;
}

/** The output of one host run on its way to a printer: exact, numbered, sent only against credit. */
export class ByteFlow {
  readonly #options: ByteFlowOptions;
  readonly #seq: Record<Stream, number> = { stdout: 0, stderr: 0 };
  #credit = initialCredit;
  #bytes = 0;
  #paused = false;

  constructor(options: ByteFlowOptions) {
    this.#options = options;
  }

  /**
   * Also passes on what still arrives after the pause (at most one SSH window, 2 MB): it is in memory already, and
   * nothing may be dropped.
   */
  take(stream: Stream, bytes: Uint8Array): void {
    const { id, host, put, pause } = this.#options;
    for (let at = 0; at < bytes.length; at += pieceSize) {
      const piece = bytes.subarray(at, at + pieceSize);
      put({ type: 'output', id, host, stream, seq: this.#seq[stream]++, bytes: piece });
    }
    this.#bytes += bytes.length;
    this.#credit -= bytes.length;
    if (this.#credit > 0 || this.#paused) return;
    this.#paused = true;
    pause();
  }

  grant(bytes: number): void {
    this.#credit += bytes;
    if (!this.#paused || this.#credit <= 0) return;
    this.#paused = false;
    this.#options.resume();
  }

  facts(): OutputFacts {
    return { bytes: this.#bytes, lines: 0, errorLines: 0, hash: '' };
  }
}
