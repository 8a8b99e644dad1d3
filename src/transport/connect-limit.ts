import type { Route } from './route.ts';

/** Seconds, where nobody says otherwise. */
const usualConnectTimeout = 10;

/** How long a connect may take, seconds: the inventory's word, then that of ssh's configuration. */
export const connectSeconds = ({
  connectTimeout,
  ssh,
}: Pick<Route, 'connectTimeout' | 'ssh'>): number =>
  connectTimeout ?? ssh.connectTimeout ?? usualConnectTimeout;

/** A time limit whose clock stands still while somebody is asked, or something is waited for that has a limit of its own. */
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

  /** Nothing is aborted any more. */
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
