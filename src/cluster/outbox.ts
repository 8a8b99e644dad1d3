import type { Batch, Event } from './protocol.ts';

/** How long events are collected when others have just left: a flood then costs one message per tick. */
const tickMs = 8;

/** Batches without an acknowledgement before digests wait. */
const window = 2;

export interface OutboxOptions {
  send(batch: Batch): void;
  /** Called when a batch is made and the pool keeps up: the digests to put behind the events. */
  digests(): readonly Event[];
}

/**
 * Collects events into batches. What comes after silence leaves at once; a stream of events leaves
 * every 8 ms; digests wait until the pool has acknowledged the batches before.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  #events: Event[] = [];
  #wantsDigest = false;
  #batch = 0;
  #acknowledged = 0;
  #lastSent = 0;
  #timer: NodeJS.Timeout | undefined;
  #soon = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  put(event: Event): void {
    this.#events.push(event);
    this.#schedule();
  }

  /** Nothing more is coming: sends what there is. */
  hurry(): void {
    if (this.#soon) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sendSoon();
  }

  /** Some host run has a new digest. */
  digestChanged(): void {
    if (this.#wantsDigest) return;
    this.#wantsDigest = true;
    this.#schedule();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = batch;
    if (this.#wantsDigest) this.#schedule();
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#events;
    this.#events = [];
    if (this.#wantsDigest && this.#batch - this.#acknowledged < window) {
      this.#wantsDigest = false;
      events.push(...this.#options.digests());
    }
    if (events.length === 0) return;
    this.#lastSent = performance.now();
    this.#batch += 1;
    this.#options.send({ batch: this.#batch, events });
  }

  #schedule(): void {
    if (this.#timer || this.#soon) return;
    const wait = this.#lastSent + tickMs - performance.now();
    if (wait > 0) {
      this.#timer = setTimeout(() => this.flush(), wait);
      return;
    }
    this.#sendSoon();
  }

  /** Runs after all packets that arrived together were read, so that their endings share one message. */
  #sendSoon(): void {
    this.#soon = true;
    setImmediate(() => {
      this.#soon = false;
      this.flush();
    });
  }
}
