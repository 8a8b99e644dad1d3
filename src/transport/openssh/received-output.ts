import type { Stream } from '../../domain/run.ts';

/** How much a server may send before it hears that it was read, bytes; as ssh itself. */
export const outputWindow = 2 * 1024 * 1024;

/** Output of a program: kept while nobody reads it; the server then stops at the window's end (RFC 4254, 5.2). */
export class ReceivedOutput {
  readonly #adjust: (bytes: number) => void;
  #kept: { readonly stream: Stream; readonly bytes: Uint8Array }[] = [];
  readonly #takers: ((stream: Stream, bytes: Uint8Array) => void)[] = [];
  readonly #closed: (() => void)[] = [];
  #paused = false;
  #flowing = false;
  #taken = 0;
  #state: 'open' | 'ending' | 'ended' = 'open';

  /** `adjust` is called with how many more bytes there is room for. */
  constructor(adjust: (bytes: number) => void) {
    this.#adjust = adjust;
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
    while (this.#takers.length > 0 && !this.#paused) {
      const next = this.#kept.shift();
      if (next === undefined) break;
      for (const take of this.#takers) take(next.stream, next.bytes);
      this.#taken += next.bytes.length;
    }
    this.#flowing = false;
    this.#makeRoom();
    if (this.#kept.length > 0 || this.#state !== 'ending') return;
    this.#state = 'ended';
    for (const closed of this.#closed) closed();
  }

  #makeRoom(): void {
    if (this.#taken < outputWindow / 2 || this.#state !== 'open') return;
    this.#adjust(this.#taken);
    this.#taken = 0;
  }
}
