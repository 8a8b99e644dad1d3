import type { Failure } from '../domain/failure.ts';
import { PoolSearches } from './pool-searches.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { Event } from './protocol.ts';

export interface Stretch {
  readonly from: number;
  readonly lines: Extract<Event, { type: 'stretch' }>['lines'];
  readonly failure?: Failure;
}

/** Reads that have not been answered yet. */
export class PoolReads {
  readonly #open = new Map<
    number,
    { readonly worker: PoolWorker; resolve(stretch: Stretch): void }
  >();
  readonly #searches = new PoolSearches();
  #last = 0;

  /** Never rejects: what cannot be read has a `failure`. Without a worker nothing can. */
  ask(
    worker: PoolWorker | undefined,
    what: {
      readonly id: string;
      readonly host: string;
      readonly from: number;
      readonly count: number;
    },
  ): Promise<Stretch> {
    if (!worker) return Promise.resolve(unreadable(what.from));
    const read = ++this.#last;
    worker.send({ type: 'read', read, ...what });
    return new Promise((resolve) => this.#open.set(read, { worker, resolve }));
  }

  /** Ends the search before. */
  search(...asked: Parameters<PoolSearches['begin']>): void {
    this.#searches.begin(...asked);
  }

  answered(worker: PoolWorker, answer: Extract<Event, { type: 'stretch' | 'found' }>): void {
    if (answer.type === 'found') this.#searches.found(worker, answer);
    else this.#take(answer);
  }

  #take(stretch: Extract<Event, { type: 'stretch' }>): void {
    this.#open.get(stretch.read)?.resolve(stretch);
    this.#open.delete(stretch.read);
  }

  ended(worker: PoolWorker): void {
    this.#searches.ended(worker);
    for (const [read, { worker: reader, resolve }] of this.#open) {
      if (reader !== worker) continue;
      this.#open.delete(read);
      resolve(unreadable(0));
    }
  }
}

const unreadable = (from: number): Stretch => ({
  from,
  lines: [],
  failure: { kind: 'worker', message: 'its worker has ended' },
});
