import type { Event } from './protocol.ts';

/** Shells that died with their worker, which alone knew their state. */
export class LostShells {
  readonly #there = new Set<string>();
  readonly #lost = new Set<string>();

  /** The notices to add when a host of a dead worker is back. */
  notices(event: Event): readonly Event[] {
    if (event.type !== 'state' || event.state.kind !== 'ready') return [];
    this.#there.add(event.host);
    return this.#lost.delete(event.host) ? [{ type: 'notice', host: event.host, text }] : [];
  }

  /** The worker of these hosts has ended. */
  lost(hosts: Iterable<string>): void {
    for (const host of hosts) if (this.#there.delete(host)) this.#lost.add(host);
  }
}

const text = 'reconnected in a new shell: cwd, exports and functions went with its worker';
