import type { HostState } from '../domain/host.ts';

const off: HostState = { kind: 'off' };

/** A connect attempt has come to an end, well or not. */
const isSettled = ({ kind }: HostState): boolean =>
  kind === 'ready' || kind === 'retrying' || kind === 'failed' || kind === 'suspect';

/** What was last told of every host, and waiting for it. */
export class HostStates {
  readonly #states = new Map<string, HostState>();
  readonly #waiting = new Set<() => void>();

  get(host: string): HostState {
    return this.#states.get(host) ?? off;
  }

  set(host: string, state: HostState): void {
    this.#states.set(host, state);
    for (const check of this.#waiting) check();
  }

  /** Settles when each host is ready or has failed its try: the transport's own limits see to that. */
  settled(hosts: readonly string[]): Promise<void> {
    return this.#until(hosts, isSettled);
  }

  /** Settles when each host is ready or will not be tried again, at the latest after `ms`. */
  returned(hosts: readonly string[], ms: number): Promise<void> {
    return this.#until(
      hosts,
      ({ kind }) => kind === 'ready' || kind === 'failed' || kind === 'off',
      ms,
    );
  }

  #until(
    hosts: readonly string[],
    done: (state: HostState) => boolean,
    ms?: number,
  ): Promise<void> {
    let open = hosts.filter((host) => !done(this.get(host)));
    if (open.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve();
      };
      const check = () => {
        open = open.filter((host) => !done(this.get(host)));
        if (open.length === 0) finish();
      };
      const timer = ms === undefined ? undefined : setTimeout(finish, ms);
      this.#waiting.add(check);
    });
  }
}
