import type { Route } from './route.ts';

/** Default, seconds. */
const usualConnectTimeout = 10;

/** How long a connect may take, seconds: as the inventory says, else ssh's configuration. */
export const connectSeconds = ({
  connectTimeout,
  ssh,
}: Pick<Route, 'connectTimeout' | 'ssh'>): number =>
  connectTimeout ?? ssh.connectTimeout ?? usualConnectTimeout;

/** A time limit whose clock stops while a person is asked, or while something with its own limit is awaited. */
export class ConnectLimit {
  readonly #controller = new AbortController();
  #left: number;
  #since = 0;
  #waits = 0;
  #over = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#left = ms;
    this.#go();
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async without<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#waits === 0) this.#halt();
    this.#waits += 1;
    try {
      return await wait();
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) this.#go();
    }
  }

  /** Stops the clock for good. */
  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }

  #halt(): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#since;
  }

  #go(): void {
    if (this.#over) return;
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#left));
  }
}
