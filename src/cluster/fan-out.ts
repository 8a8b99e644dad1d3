/** Lets at most `limit` hosts of a run be active at once; the others start as these end. */
export class FanOut {
  readonly #start: (hosts: readonly string[]) => void;
  #waiting: readonly string[];

  constructor(hosts: readonly string[], limit: number, start: (hosts: readonly string[]) => void) {
    this.#start = start;
    this.#waiting = hosts.slice(limit);
    start(hosts.slice(0, limit));
  }

  /** One host has ended. */
  ended(): void {
    const [next, ...rest] = this.#waiting;
    if (next === undefined) return;
    this.#waiting = rest;
    this.#start([next]);
  }

  /** Those of the hosts that have not started never will; they are returned. */
  withdraw(hosts: ReadonlySet<string>): string[] {
    const withdrawn = this.#waiting.filter((host) => hosts.has(host));
    this.#waiting = this.#waiting.filter((host) => !hosts.has(host));
    return withdrawn;
  }
}
