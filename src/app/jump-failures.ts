import { fold } from '../domain/fold.ts';
import type { HostState } from '../domain/host.ts';

/** Reports a jump host that fails once, not once for each host behind it. */
export class JumpFailures {
  /** By the reported message: the hosts that wait behind the jump host. */
  readonly #waiting = new Map<string, Set<string>>();

  /**
   * What to report about states that came together. Each worker logs in to the jump host by itself, so the number of
   * hosts behind it may grow.
   */
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
    // The count stands first, because one line of the screen may not hold the whole message.
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
