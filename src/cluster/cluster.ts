import type { Failure } from '../domain/failure.ts';
import type { Host, HostState } from '../domain/host.ts';
import type { ListingQuery } from '../domain/listing.ts';
import { type Judgement, NotAnswered, type Question } from '../domain/question.ts';
import { noOutput } from '../domain/run.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { DebugLog } from '../records/debug-log.ts';
import { Arrivals } from './arrivals.ts';
import { FanOut } from './fan-out.ts';
import { HostStates } from './host-states.ts';
import { InputFeed } from './input-feed.ts';
import { loginVerdict } from './login-verdict.ts';
import { Pool } from './pool.ts';
import type { TellNames } from './pool-listings.ts';
import type { Stretch } from './pool-reads.ts';
import type { SearchAsked, SearchListener } from './pool-searches.ts';
import type { Event, Operation, WorkerLink } from './protocol.ts';

export interface ClusterOptions {
  readonly hosts: ReadonlyMap<string, Host>;
  readonly workers: number;
  /** How many hosts one worker has open files for; more hosts get more workers. Absent: any number. */
  readonly hostsPerWorker?: number;
  /** Seconds, for hosts that set none; absent: what ssh's configuration says, or its default. */
  readonly connectTimeout?: number;
  /** The ssh configuration file, or `none`; absent: the usual ones. */
  readonly sshConfig?: string;
  spawn(): WorkerLink;
  /**
   * Answers a worker's question, from the inventory or by asking the operator; `null` when declined. `signal` says that
   * nobody waits for it any more. Rejects with `NotAnswered` if the host should report why.
   */
  answer(host: Host, question: Question, signal: AbortSignal): Promise<readonly string[] | null>;
  /** The host's verdict on the last password that it was given; may be called more than once. */
  judged(host: string, judgement: Judgement): void;
}

/** What the hosts report. Questions and reads are handled here and do not appear. */
export type ClusterEvent = Extract<
  Event,
  { type: 'state' | 'output' | 'digest' | 'progress' | 'ending' | 'late' | 'notice' }
>;

export interface ClusterListener {
  event(event: ClusterEvent): void;
  /** All events that came together have been delivered. */
  batch?(): void;
}

export interface StartOptions {
  readonly hosts: readonly string[];
  readonly operation: Operation;
  /** Each host's own operation, if they differ. */
  readonly operations?: ReadonlyMap<string, Operation>;
  /** How many hosts are active at once; absent: all. */
  readonly fanOut?: number;
}

/** Every host of the inventory, reached through the pool. */
export class Cluster {
  readonly states = new HostStates();
  readonly #options: ClusterOptions;
  readonly #pool: Pool;
  #hosts: ReadonlyMap<string, Host>;
  /** Changed in the inventory, or gone from it, and still busy: they follow when what runs there has ended. */
  readonly #stale = new Set<string>();
  readonly #asked = new Map<number, AbortController>();
  readonly #feeds = new Map<string, InputFeed>();
  readonly #fanOuts = new Map<string, FanOut[]>();
  readonly #arrivals = new Arrivals(this.states);
  #listener: ClusterListener = { event() {} };

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#hosts = options.hosts;
    this.#pool = new Pool({
      ...options,
      onEvent: (event) => this.#take(event),
      onBatch: () => this.#listener.batch?.(),
    });
  }

  get workers(): Pool['workers'] {
    return this.#pool.workers;
  }

  /** What happens is written there from now on; undefined: no more. */
  debug = (log: DebugLog | undefined): void => this.#pool.debug(log);

  listen(listener: ClusterListener): void {
    this.#listener = listener;
  }

  /** Starts connecting these hosts and keeps them connected. */
  select(names: readonly string[]): void {
    const known = names.flatMap((name) => this.#hosts.get(name) ?? []);
    this.#pool.assign(known.map(this.#withTimeout), this.#jumps(known));
  }

  /** The same for a line that is to run there; it will wait for hosts that were not selected before. */
  selectToRun(names: readonly string[]): void {
    this.#arrivals.expect(names.filter((name) => this.#hosts.has(name)));
    this.select(names);
  }

  release(names: readonly string[]): void {
    this.#pool.release(names);
    this.#arrivals.settle(names);
  }

  /**
   * Takes over the hosts of the new inventory. Of the `changed` ones, those still in it connect anew and the others are
   * let go; busy ones do so when what runs there has ended, and are returned.
   */
  renew(hosts: ReadonlyMap<string, Host>, changed: readonly string[]): readonly string[] {
    this.#hosts = hosts;
    for (const name of changed) this.#stale.add(name);
    this.#renewIdle(changed);
    return changed.filter((name) => this.#stale.has(name));
  }

  reconnect(names: readonly string[]): void {
    this.#pool.connect(names);
  }

  /** Each host gets exactly one `ending`. */
  start(id: string, { hosts, fanOut, operation, operations }: StartOptions): void {
    const startNow = (some: readonly string[]) => {
      if (!operations) this.#pool.start(id, some, operation);
      else for (const host of some) this.#pool.start(id, [host], operations.get(host) ?? operation);
    };
    const start = (some: readonly string[]) => this.#arrivals.start(id, some, startNow);
    if (fanOut === undefined || fanOut >= hosts.length) start(hosts);
    else {
      const others = this.#fanOuts.get(id) ?? [];
      this.#fanOuts.set(id, [...others, new FanOut(hosts, fanOut, start)]);
    }
  }

  /** Drops the lines of a run. Must be called only when it has ended on every host. */
  forget(id: string): void {
    this.#fanOuts.delete(id);
    this.#arrivals.forget(id);
    this.#pool.forget(id);
  }

  /** Interrupts by one step up the ladder; hosts that wait for their turn do not start. */
  interrupt(id: string, hosts: readonly string[]): void {
    const failure: Failure = { kind: 'canceled', message: 'interrupted before its turn' };
    const fanOuts = this.#fanOuts.get(id) ?? [];
    const withdrawn = [
      ...fanOuts.flatMap((fanOut) => fanOut.withdraw(new Set(hosts))),
      ...this.#arrivals.withdraw(id, hosts),
    ];
    const outcome = { kind: 'not-started', failure } as const;
    for (const host of withdrawn) {
      this.#listener.event({ type: 'ending', id, host, outcome, ms: 0, output: noOutput });
    }
    if (withdrawn.length > 0) this.#listener.batch?.();
    this.#pool.cancel(id, hosts);
  }

  /**
   * Sends all of `source` to the standard input of a started run, then ends that input. Settles when everything is on
   * its way, or no host accepts more; rejects if `source` does.
   */
  async feed(
    id: string,
    hosts: readonly string[],
    source: AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const feed = new InputFeed(hosts, (some, bytes) =>
      this.#pool.input(id, some, bytes, bytes === undefined),
    );
    this.#feeds.set(id, feed);
    try {
      await feed.run(source);
    } finally {
      this.#feeds.delete(id);
    }
  }

  input(id: string, hosts: readonly string[], bytes?: Uint8Array, end?: boolean): void {
    this.#pool.input(id, hosts, bytes, end);
  }

  /** A terminal's window has changed its size. */
  resize(id: string, host: string, size: TerminalSize): void {
    this.#pool.resize(id, host, size);
  }

  /** The printer has consumed so many bytes: as many may follow. */
  credit(id: string, host: string, bytes: number): void {
    this.#pool.credit(id, host, bytes);
  }

  read(id: string, host: string, from: number, count: number): Promise<Stretch> {
    return this.#pool.read(id, host, from, count);
  }

  /** Starts a search, and ends the previous one. */
  search(asked: SearchAsked, listener: SearchListener): void {
    this.#pool.search(asked, listener);
  }

  /** Asks the hosts that are ready for names for completion; `tell` is called exactly once for each host. */
  list(hosts: readonly string[], query: ListingQuery, tell: TellNames): void {
    this.#pool.list(hosts, query, tell);
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  #take(event: Event): void {
    switch (event.type) {
      case 'hello':
      case 'found':
      case 'stretch':
      case 'listed':
      case 'remember':
        return;
      case 'ask':
        void this.#ask(event);
        return;
      case 'withdrawn':
        this.#asked.get(event.ask)?.abort();
        return;
      case 'judged':
        this.#options.judged(event.host, event);
        return;
      case 'state':
        this.states.set(event.host, event.state);
        this.#judge(event.host, event.state);
        break;
      case 'taken':
        this.#feeds.get(event.id)?.taken(event.host, event.bytes);
        return;
      case 'ending':
        this.#feeds.get(event.id)?.ended(event.host);
        for (const fanOut of this.#fanOuts.get(event.id) ?? []) fanOut.ended(event.host);
        this.#listener.event(event);
        this.#renewIdle([event.host]);
        return;
    }
    this.#listener.event(event);
  }

  /** Judges a password by the host's state if nobody has: its worker may be gone. */
  #judge(host: string, state: HostState): void {
    const verdict = loginVerdict(state);
    if (verdict) this.#options.judged(host, { of: 'password', verdict });
  }

  #renewIdle(names: readonly string[]): void {
    const idle = names.filter((name) => this.#stale.has(name) && !this.#pool.isBusy(name));
    if (idle.length === 0) return;
    for (const name of idle) this.#stale.delete(name);
    this.#pool.release(idle.filter((name) => !this.#hosts.has(name)));
    const changed = idle.flatMap((name) => this.#hosts.get(name) ?? []);
    this.#pool.renew(changed.map(this.#withTimeout), this.#jumps([...this.#hosts.values()]));
  }

  async #ask({ ask, host, question }: Extract<Event, { type: 'ask' }>): Promise<void> {
    // A jump host may be known to ssh's configuration only.
    const known = this.#hosts.get(host) ?? foreignHost(host);
    const asked = new AbortController();
    this.#asked.set(ask, asked);
    try {
      this.#pool.answer(ask, await this.#options.answer(known, question, asked.signal));
    } catch (error) {
      const why = error instanceof NotAnswered ? error.message : undefined;
      this.#pool.answer(ask, null, why);
    } finally {
      this.#asked.delete(ask);
    }
  }

  #withTimeout = (host: Host): Host => {
    const connectTimeout = host.connectTimeout ?? this.#options.connectTimeout;
    return { ...host, ...(connectTimeout !== undefined && { connectTimeout }) };
  };

  #jumps(hosts: readonly Host[]): Host[] {
    const jumps = new Map<string, Host>();
    const add = (host: Host) => {
      for (const name of host.jump ?? []) {
        const jump = this.#hosts.get(name);
        if (!jump || jumps.has(name)) continue;
        jumps.set(name, this.#withTimeout(jump));
        add(jump);
      }
    };
    for (const host of hosts) add(host);
    return [...jumps.values()];
  }
}

const foreignHost = (name: string): Host => ({ name, address: name, shell: 'auto', vars: {} });
