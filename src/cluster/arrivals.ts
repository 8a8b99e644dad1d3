import type { HostStates } from './host-states.ts';

/**
 * Hosts that are being connected because a line names them: the line waits for each, until it is there or has failed.
 */
export class Arrivals {
  readonly #states: HostStates;
  readonly #expected = new Set<string>();
  /** For each run, what starts it on a host that is still to come. */
  readonly #waiting = new Map<string, Map<string, () => void>>();

  constructor(states: HostStates) {
    this.#states = states;
  }

  /** Expects those of these hosts that have not been connected yet. */
  expect(hosts: readonly string[]): void {
    for (const host of hosts) {
      if (this.#expected.has(host) || this.#states.get(host).kind !== 'off') continue;
      this.#expected.add(host);
      void this.#states.settled([host]).then(() => this.settle([host]));
    }
  }

  /** Starts a run at once on the hosts that are not expected, and on each of the others when it has settled. */
  start(id: string, hosts: readonly string[], start: (hosts: readonly string[]) => void): void {
    const now = hosts.filter((host) => !this.#expected.has(host));
    if (now.length > 0) start(now);
    const waiting = this.#waiting.get(id) ?? new Map<string, () => void>();
    this.#waiting.set(id, waiting);
    for (const host of hosts) {
      if (this.#expected.has(host)) waiting.set(host, () => start([host]));
    }
  }

  /** These hosts are no longer waited for: they are there, have failed, or were let go. */
  settle(hosts: readonly string[]): void {
    for (const host of hosts) {
      this.#expected.delete(host);
      for (const waiting of this.#waiting.values()) {
        const start = waiting.get(host);
        waiting.delete(host);
        start?.();
      }
    }
  }

  /** Gives up the run on those of the hosts that are still to come, and returns them. */
  withdraw(id: string, hosts: readonly string[]): string[] {
    const waiting = this.#waiting.get(id);
    return hosts.filter((host) => waiting?.delete(host));
  }

  forget(id: string): void {
    this.#waiting.delete(id);
  }
}
