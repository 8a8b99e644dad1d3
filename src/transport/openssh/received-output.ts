import type { Stream } from '../../domain/run.ts';
import { ReceiveWindow } from '../receive-window.ts';

/** Output of a program: kept while nobody reads it; the server then stops at the window's end (RFC 4254, 5.2). */
export class ReceivedOutput {
  readonly #window: ReceiveWindow;
  #kept: { readonly stream: Stream; readonly bytes: Uint8Array }[] = [];
  readonly #takers: ((stream: Stream, bytes: Uint8Array) => void)[] = [];
  readonly #closed: (() => void)[] = [];
  #paused = false;
  #flowing = false;
  #state: 'open' | 'ending' | 'ended' = 'open';

  /** `adjust` is called with how many more bytes there is room for. */
  constructor(adjust: (bytes: number) => void) {
    this.#window = new ReceiveWindow((bytes) => {
      if (this.#state === 'open') adjust(bytes);
    });
  }

  onOutput(take: (stream: Stream, bytes: Uint8Array) => void): void {
    this.#takers.push(take);
    queueMicrotask(() => this.#flow());
  }

  onClose(closed: () => void): void {
    if (this.#state === 'ended') queueMicrotask(closed);
    else this.#closed.push(closed);
  }

  add(stream: Stream, bytes: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#kept.push({ stream, bytes });
    this.#flow();
  }

  /** The channel is closed: the end is reported after what is kept. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ending';
    this.#flow();
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#flow();
  }

  #flow(): void {
    // A reader may pause or resume within this very call.
    if (this.#flowing) return;
    this.#flowing = true;
    let taken = 0;
    while (this.#takers.length > 0 && !this.#paused) {
      const next = this.#kept.shift();
      if (next === undefined) break;
      for (const take of this.#takers) take(next.stream, next.bytes);
      taken += next.bytes.length;
    }
    this.#flowing = false;
    this.#window.taken(taken);
    if (this.#kept.length > 0 || this.#state !== 'ending') return;
    this.#state = 'ended';
    for (const closed of this.#closed) closed();
  }
}
