// Seconds.
const steps = [1, 2, 5, 10, 30];
/** A connection that held this long, ms, starts the row from the beginning when it is lost. */
const steady = 30_000;

/** How long to wait before a lost or unreachable host is tried again. */
export class Backoff {
  #tries = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Milliseconds, within a fifth of the step, so that a cluster does not come back in one moment. */
  next(): number {
    const seconds = steps[Math.min(this.#tries, steps.length - 1)] ?? 30;
    this.#tries += 1;
    return Math.round(seconds * 1000 * (0.8 + 0.4 * this.#random()));
  }

  /** The host was ready for `held` ms before it was lost. */
  wasReady(held: number): void {
    if (held >= steady) this.#tries = 0;
  }
}
