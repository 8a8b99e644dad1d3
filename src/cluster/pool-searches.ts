import type { Failure } from '../domain/failure.ts';
import type { HostHits } from '../domain/host-hits.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { Event } from './protocol.ts';

/** What is looked for in which lines. */
export interface SearchAsked {
  /** The run's id. */
  readonly id: string;
  readonly text: string;
  /** Hosts, and the line of each to begin with. */
  readonly from: readonly (readonly [host: string, line: number])[];
}

export interface SearchListener {
  found(hits: readonly HostHits[]): void;
  /**
   * Called once: everything was searched, or some could not be. No worker has the lines of the hosts in `gone`, but a
   * record may.
   */
  done(failure?: Failure, gone?: readonly string[]): void;
}

/** The current search, over all workers. */
export class PoolSearches {
  #last = 0;
  #open = new Map<PoolWorker, readonly string[]>();
  #listener: SearchListener | undefined;
  #failure: Failure | undefined;
  #gone: string[] = [];
  /** Hosts with hits so far: searching them again would count these twice. */
  #told = new Set<string>();

  /** Starts a search and ends the previous one, which reports nothing more. */
  begin(
    { id, text, from }: SearchAsked,
    workers: readonly PoolWorker[],
    workerOf: (host: string) => PoolWorker | undefined,
    listener: SearchListener,
  ): void {
    const search = ++this.#last;
    this.#listener = listener;
    this.#failure = undefined;
    this.#gone = [];
    this.#told = new Set();
    const shares = new Map<PoolWorker, (readonly [string, number])[]>();
    for (const worker of workers) shares.set(worker, []);
    for (const each of from) {
      const worker = workerOf(each[0]);
      if (worker) shares.set(worker, [...(shares.get(worker) ?? []), each]);
      else this.#gone.push(each[0]);
    }
    this.#open = new Map(
      [...shares].map(([worker, share]) => [worker, share.map(([host]) => host)]),
    );
    for (const [worker, share] of shares)
      worker.send({ type: 'search', search, id, text, from: share });
    this.#mayBeDone();
  }

  found(worker: PoolWorker, event: Extract<Event, { type: 'found' }>): void {
    if (event.search !== this.#last || !this.#open.has(worker)) return;
    for (const { host, count } of event.hits) if (count > 0) this.#told.add(host);
    if (event.hits.length > 0) this.#listener?.found(event.hits);
    this.#failure ??= event.failure;
    if (!event.done) return;
    this.#gone.push(...(event.gone ?? []));
    this.#open.delete(worker);
    this.#mayBeDone();
  }

  ended(worker: PoolWorker): void {
    const hosts = this.#open.get(worker);
    if (!hosts) return;
    this.#open.delete(worker);
    this.#gone.push(...hosts.filter((host) => !this.#told.has(host)));
    if (hosts.some((host) => this.#told.has(host))) this.#failure ??= halfSearched;
    this.#mayBeDone();
  }

  #mayBeDone(): void {
    if (this.#open.size > 0) return;
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.done(this.#failure, this.#gone);
  }
}

const halfSearched: Failure = {
  kind: 'worker',
  message: 'a worker has ended meanwhile – search again',
};
