import type { ListingQuery } from '../domain/listing.ts';
import type { PoolWorker } from './pool-worker.ts';

/** A host's names, in the form of `listed`; undefined: it cannot list. Called once for each host. */
export type TellNames = (host: string, names: string | undefined) => void;

interface Asked {
  readonly worker: PoolWorker;
  readonly waiting: Set<string>;
  readonly tell: TellNames;
}

/** Listings in progress; each of them is answered exactly once per host. */
export class PoolListings {
  readonly #asked = new Map<number, Asked>();
  #last = 0;

  ask(worker: PoolWorker, hosts: readonly string[], query: ListingQuery, tell: TellNames): void {
    const list = ++this.#last;
    this.#asked.set(list, { worker, waiting: new Set(hosts), tell });
    worker.send({ type: 'list', list, hosts, query });
  }

  answered({ list, host, names }: { list: number; host: string; names?: string }): void {
    const asked = this.#asked.get(list);
    if (!asked?.waiting.delete(host)) return;
    if (asked.waiting.size === 0) this.#asked.delete(list);
    asked.tell(host, names);
  }

  /** The worker is gone and will not answer. */
  ended(worker: PoolWorker): void {
    for (const [list, asked] of this.#asked) {
      if (asked.worker !== worker) continue;
      for (const host of [...asked.waiting]) this.answered({ list, host });
    }
  }
}
