/** Bytes that a server may send into a new channel before it hears that they were taken (RFC 4254, 5.2). */
export const firstWindow = 256 * 1024;
/** The same for a channel that has much to bring, alone; as ssh itself. */
const mostWindow = 2 * 1024 * 1024;
/** Two packets: less would leave the link empty between them. */
const leastWindow = 64 * 1024;
/** Bytes that all busy channels of a process may have under way together. */
const together = 8 * 1024 * 1024;
/** A channel that got room for more is busy for so long, ms. */
const busyMs = 1000;

/** Who shares the room for what is under way: the busy channels of a process. */
export class ReceiveBudget {
  readonly #now: () => number;
  /** When each got room the last time; the one that got it first comes first. */
  readonly #busy = new Map<object, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The window for `channel`, which is busy from now on. */
  share(channel: object): number {
    const now = this.#now();
    this.#busy.delete(channel);
    this.#busy.set(channel, now);
    for (const [other, at] of this.#busy) {
      if (now - at <= busyMs) break;
      this.#busy.delete(other);
    }
    return Math.max(leastWindow, Math.min(mostWindow, Math.floor(together / this.#busy.size)));
  }
}

const ofThisProcess = new ReceiveBudget();

/** What the server may still send into one channel. */
export class ReceiveWindow {
  readonly #adjust: (bytes: number) => void;
  readonly #budget: ReceiveBudget;
  #size = firstWindow;
  #left = firstWindow;

  /** `adjust` grants the server so many bytes more. */
  constructor(adjust: (bytes: number) => void, budget = ofThisProcess) {
    this.#adjust = adjust;
    this.#budget = budget;
  }

  /** So many bytes have been taken; those that wait for somebody do not count, so that the server stops. */
  taken(bytes: number): void {
    this.#left -= bytes;
    if (this.#left > this.#size / 2) return;
    this.#size = this.#budget.share(this);
    const more = this.#size - this.#left;
    if (more <= 0) return;
    this.#left += more;
    this.#adjust(more);
  }
}
