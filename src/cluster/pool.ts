import type { Host } from '../domain/host.ts';
import type { ListingQuery } from '../domain/listing.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { DebugLog } from '../records/debug-log.ts';
import { KeptShells } from './kept-shells.ts';
import { PoolAsks } from './pool-asks.ts';
import { lostEndings, noRoom, notStarted, retrying } from './pool-endings.ts';
import { limitsOfEach } from './pool-limits.ts';
import { PoolListings, type TellNames } from './pool-listings.ts';
import { PoolReads, type Stretch } from './pool-reads.ts';
import type { SearchAsked, SearchListener } from './pool-searches.ts';
import { PoolWorker } from './pool-worker.ts';
import type { Batch, Event, Operation, WorkerLink } from './protocol.ts';

export interface PoolOptions {
  /** At most this many workers; fewer when there are few hosts. */
  readonly workers: number;
  /** How many hosts one worker has open files for; more hosts get more workers. Absent: any number. */
  readonly hostsPerWorker?: number;
  spawn(): WorkerLink;
  /** As in `hello`. */
  readonly sshConfig?: string;
  /** Every event but `hello`, `stretch`: those end here. `ask` numbers are the pool's own. */
  onEvent(event: Event): void;
  /** All events of a batch have been passed to `onEvent`. */
  onBatch?(): void;
}

/** How many hosts a worker should have before another one is started. */
const hostsPerWorker = 12;
/** Most workers, however few files each may open. */
const mostWorkers = 32;
/** Shortest time between two starts of a worker that keeps dying, ms. */
const respawnAfter = 1000;
/** How long `close` waits for the workers to hang up, ms. */
const closeWithin = 2500;

/** The UI process's side of the workers: it spreads the hosts and gives every started thing one ending. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #workers: PoolWorker[] = [];
  readonly #home = new Map<string, PoolWorker>();
  /** Hosts whose worker has died, until another has them. */
  readonly #waiting = new Map<string, Host>();
  readonly #asks = new PoolAsks();
  readonly #shells = new KeptShells();
  /** The workers of hosts that have left the inventory: their runs can still be read. */
  readonly #former = new Map<string, PoolWorker>();
  readonly #reads = new PoolReads();
  readonly #jumps = new Map<string, Host>();
  readonly #listings = new PoolListings();
  #debug: DebugLog | undefined;
  #closing = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Facts about the workers, for the operator. */
  get workers(): readonly {
    readonly pid: number | undefined;
    readonly addon: boolean;
    readonly hosts: number;
  }[] {
    return this.#workers.map(({ pid, addon, hosts }) => ({ pid, addon, hosts: hosts.size }));
  }

  /** Connects these hosts; one that is assigned already stays where it is. `jumps` may be dialled on the way. */
  assign(hosts: readonly Host[], jumps: readonly Host[] = []): void {
    for (const jump of jumps) this.#jumps.set(jump.name, jump);
    const wanted = hosts.filter((host) => !this.#home.has(host.name));
    const fresh = wanted.slice(0, Math.max(0, this.#room - this.#home.size));
    for (const { name: host } of wanted.slice(fresh.length))
      this.#options.onEvent({ type: 'state', host, state: noRoom(this.#room) });
    if (fresh.length === 0) return;
    this.#growFor(this.#home.size + fresh.length);
    for (const host of fresh) {
      const worker = this.#leastLoaded();
      worker.hosts.set(host.name, host);
      this.#home.set(host.name, worker);
      this.#former.delete(host.name);
      this.#waiting.delete(host.name);
    }
    for (const [worker, share] of Map.groupBy(fresh, ({ name }) => this.#home.get(name)))
      for (const request of this.#shells.assignment(share, jumps)) worker?.send(request);
  }

  release(names: readonly string[]): void {
    this.#each(names, (worker, hosts) => worker.send({ type: 'release', hosts }));
    this.#shells.forget(names);
    for (const name of names) {
      const worker = this.#home.get(name);
      if (worker) this.#former.set(name, worker);
      worker?.hosts.delete(name);
      this.#home.delete(name);
      this.#waiting.delete(name);
    }
  }

  /** Connects these hosts anew, on the same workers: their address or login has changed. */
  renew(hosts: readonly Host[], jumps: readonly Host[]): void {
    for (const jump of jumps) this.#jumps.set(jump.name, jump);
    const changed = new Map(hosts.map((host) => [host.name, host]));
    this.#shells.forget(changed.keys());
    for (const [name, host] of changed) if (this.#waiting.has(name)) this.#waiting.set(name, host);
    for (const worker of this.#workers) {
      const here = [...worker.hosts.keys()].flatMap((name) => changed.get(name) ?? []);
      for (const host of here) worker.hosts.set(host.name, host);
      worker.send({ type: 'release', hosts: here.map(({ name }) => name) });
      worker.send({ type: 'assign', hosts: here, jumps });
    }
  }

  /** Whether something runs there that has no ending yet. */
  isBusy(name: string): boolean {
    return this.#home.get(name)?.owes(name) === true;
  }

  /** What happens is written there from now on, by the workers too; undefined: no more. */
  debug(log: DebugLog | undefined): void {
    this.#debug = log;
    for (const worker of this.#workers) worker.debug(log);
  }

  /** Do not wait for the next try. */
  connect(names: readonly string[]): void {
    this.#each(names, (worker, hosts) => worker.send({ type: 'connect', hosts }));
  }

  /** Each host gets exactly one `ending` event. A host that was never assigned is `not-started`. */
  start(id: string, names: readonly string[], operation: Operation): void {
    for (const host of names) {
      if (this.#home.has(host)) continue;
      this.#options.onEvent(notStarted(id, host, this.#former.has(host)));
    }
    this.#each(names, (worker, hosts) => {
      worker.expect(id, hosts, operation.kind);
      worker.send({ type: 'start', id, hosts, operation });
    });
  }

  /** Forgets a run that has ended on all of its hosts. */
  forget(id: string): void {
    for (const worker of this.#workers) worker.send({ type: 'forget', id });
  }

  /** One step up the ladder for each of the hosts. */
  cancel(id: string, names: readonly string[]): void {
    this.#each(names, (worker, hosts) => worker.send({ type: 'cancel', id, hosts }));
  }

  input(id: string, names: readonly string[], bytes?: Uint8Array, end = false): void {
    this.#each(names, (worker, hosts) =>
      worker.send({ type: 'input', id, hosts, ...(bytes && { bytes }), ...(end && { end: true }) }),
    );
  }

  resize(id: string, host: string, size: TerminalSize): void {
    this.#home.get(host)?.send({ type: 'resize', id, host, size });
  }

  credit(id: string, host: string, bytes: number): void {
    this.#home.get(host)?.send({ type: 'credit', id, host, bytes });
  }

  answer(ask: number, answers: readonly string[] | null, why?: string): void {
    this.#asks.answer(ask, answers, why);
  }

  /** Never rejects: what cannot be read has a `failure`. */
  read(id: string, host: string, from: number, count: number): Promise<Stretch> {
    return this.#reads.ask(this.#reader(host), { id, host, from, count });
  }

  /** Ends the search before. */
  search(asked: SearchAsked, listener: SearchListener): void {
    this.#reads.search(asked, this.#workers, (host) => this.#reader(host), listener);
  }

  #reader(host: string): PoolWorker | undefined {
    const former = this.#former.get(host);
    return this.#home.get(host) ?? (former && this.#workers.find((each) => each === former));
  }

  /** Names for completion; `tell` is called exactly once for each host. */
  list(names: readonly string[], query: ListingQuery, tell: TellNames): void {
    for (const host of names) if (!this.#home.has(host)) tell(host, undefined);
    this.#each(names, (worker, hosts) => this.#listings.ask(worker, hosts, query, tell));
  }

  /** Hangs up everywhere. Settles when every worker is gone. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const worker of this.#workers) worker.send({ type: 'bye' });
    const gone = Promise.all(this.#workers.map((worker) => worker.gone));
    const late = new Promise((resolve) => setTimeout(resolve, closeWithin).unref());
    await Promise.race([gone, late]);
    for (const worker of this.#workers) worker.close();
  }

  /** Hosts that can be connected at once. */
  get #room(): number {
    return mostWorkers * (this.#options.hostsPerWorker ?? Number.POSITIVE_INFINITY);
  }

  #growFor(hosts: number): void {
    const { workers, hostsPerWorker: most = Number.POSITIVE_INFINITY } = this.#options;
    const usual = Math.min(workers, Math.ceil(hosts / hostsPerWorker));
    const wanted = Math.min(mostWorkers, Math.max(usual, Math.ceil(hosts / most)));
    while (this.#workers.length < wanted) this.#spawn();
  }

  #spawn(): PoolWorker {
    const worker = new PoolWorker(this.#options.spawn(), {
      batch: (batch) => this.#take(worker, batch),
      down: (reason) => this.#down(worker, reason),
    });
    worker.greet(limitsOfEach(this.#options.workers), this.#options.sshConfig);
    if (this.#debug) worker.debug(this.#debug);
    this.#workers.push(worker);
    return worker;
  }

  #leastLoaded(): PoolWorker {
    return this.#workers.reduce((least, worker) =>
      worker.hosts.size < least.hosts.size ? worker : least,
    );
  }

  #each(names: readonly string[], act: (worker: PoolWorker, hosts: string[]) => void): void {
    for (const [worker, share] of Map.groupBy(names, (name) => this.#home.get(name)))
      if (worker) act(worker, share);
  }

  #take(worker: PoolWorker, { batch, events }: Batch): void {
    for (const event of events) this.#pass(worker, event);
    worker.send({ type: 'ack', batch });
    this.#options.onBatch?.();
  }

  #pass(worker: PoolWorker, event: Event): void {
    switch (event.type) {
      case 'hello':
        worker.introduce(event);
        return;
      case 'found':
      case 'stretch':
        this.#reads.answered(worker, event);
        return;
      case 'listed':
        this.#listings.answered(event);
        return;
      case 'ask':
        this.#options.onEvent({ ...event, ask: this.#asks.add(worker, event.ask) });
        return;
      case 'withdrawn':
        this.#withdraw(worker, event.ask);
        return;
      case 'remember':
        if (worker.hosts.has(event.host)) this.#shells.take(event.host, event.news);
        return;
      case 'ending':
        if (worker.ended(event.id, event.host)) this.#options.onEvent(event);
        return;
      default:
        for (const each of [event, ...this.#shells.notices(event)]) this.#options.onEvent(each);
    }
  }

  #withdraw(worker: PoolWorker, theirs?: number): void {
    for (const ask of this.#asks.withdraw(worker, theirs))
      this.#options.onEvent({ type: 'withdrawn', ask });
  }

  #down(worker: PoolWorker, reason: string): void {
    this.#debug?.write(undefined, `worker ${worker.pid}: ended (${reason})`);
    this.#workers.splice(this.#workers.indexOf(worker), 1);
    this.#reads.ended(worker);
    this.#listings.ended(worker);
    this.#withdraw(worker);
    if (this.#closing) return;
    for (const ending of lostEndings(worker, reason)) this.#options.onEvent(ending);
    const state = retrying(reason, respawnAfter);
    for (const [host, facts] of worker.hosts) {
      this.#home.delete(host);
      this.#waiting.set(host, facts);
      this.#shells.lost(host, worker.runsLine(host));
      this.#options.onEvent({ type: 'state', host, state });
    }
    this.#options.onBatch?.();
    setTimeout(() => this.#replace(worker), respawnAfter);
  }

  /** Gives the hosts of a dead worker to a new one. */
  #replace(dead: PoolWorker): void {
    const hosts = [...dead.hosts.keys()].flatMap((name) => this.#waiting.get(name) ?? []);
    if (this.#closing || hosts.length === 0) return;
    this.assign(hosts, [...this.#jumps.values()]);
  }
}
