/** Lets at most `limit` hosts of a run be active at once; the others start as these end. */
export class FanOut {
  readonly #hosts: ReadonlySet<string>;
  readonly #start: (hosts: readonly string[]) => void;
  #waiting: readonly string[];

  constructor(hosts: readonly string[], limit: number, start: (hosts: readonly string[]) => void) {
    this.#hosts = new Set(hosts);
    this.#start = start;
    this.#waiting = hosts.slice(limit);
    start(hosts.slice(0, limit));
  }

  /** A host has ended; one that is not part of this run makes no room. */
  ended(host: string): void {
    if (!this.#hosts.has(host)) return;
    const [next, ...rest] = this.#waiting;
    if (next === undefined) return;
    this.#waiting = rest;
    this.#start([next]);
  }

  /** Gives up those of the hosts that have not started, and returns them. */
  withdraw(hosts: ReadonlySet<string>): string[] {
    const withdrawn = this.#waiting.filter((host) => hosts.has(host));
    this.#waiting = this.#waiting.filter((host) => !hosts.has(host));
    return withdrawn;
  }
}
