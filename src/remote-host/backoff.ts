// Seconds.
const steps = [1, 2, 5, 10, 30];
/** After a connection that lasted this long, ms, the steps start again from the beginning. */
const steady = 30_000;

/** How long to wait before a lost or unreachable host is tried again. */
export class Backoff {
  #tries = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Milliseconds, up to a fifth more or less than the step, so that a cluster does not come back all at once. */
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
