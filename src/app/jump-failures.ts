import { fold } from '../domain/fold.ts';
import type { HostState } from '../domain/host.ts';

/** A jump host that is in the way is told once, not once for each host behind it. */
export class JumpFailures {
  /** By what was told: the hosts that wait behind it. */
  readonly #waiting = new Map<string, Set<string>>();

  /** What to tell of states that came together: each worker has its own login there, so the hosts may grow in number. */
  told(states: Iterable<readonly [host: string, state: HostState]>): string[] {
    const fresh = new Set<string>();
    for (const [host, state] of states) {
      if (state.kind === 'ready') this.#forget(host);
      if (state.kind !== 'failed' && state.kind !== 'retrying') continue;
      const { jump, message } = state.failure;
      if (jump === undefined) continue;
      const known = this.#waiting.get(message) ?? new Set();
      if (!known.has(host)) fresh.add(message);
      this.#waiting.set(message, known.add(host));
    }
    // How many stands first: one line of the screen may not hold it all.
    return [...fresh].map((message) => {
      const hosts = [...(this.#waiting.get(message) ?? [])];
      const count = hosts.length === 1 ? '1 host' : `${hosts.length} hosts`;
      return `${count} behind ${message} – ${fold(hosts)}`;
    });
  }

  #forget(host: string): void {
    for (const [message, hosts] of this.#waiting) {
      hosts.delete(host);
      if (hosts.size === 0) this.#waiting.delete(message);
    }
  }
}
