import { setTimeout as after } from 'node:timers/promises';
import type { Options } from '../cli/options.ts';
import type { Printer } from '../cli/printer.ts';
import type { Cluster, ClusterEvent } from '../cluster/cluster.ts';
import type { Failure } from '../domain/failure.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Asked, type HostRun, noOutput } from '../domain/run.ts';
import { noTransfer } from '../domain/transfer.ts';
import { openRun } from './runs/open-run.ts';
import { RunningRun } from './runs/running-run.ts';
import { startRun } from './runs/start-run.ts';

export interface BatchOptions {
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  /** As typed. */
  readonly target: string;
  readonly hosts: readonly string[];
  readonly printer: Printer;
  readonly options: Options;
  /** Seconds. */
  readonly connectTimeout: number;
  /** For every host's standard input, where `--stdin` is given. */
  readonly input?: AsyncIterable<Uint8Array>;
}

type Ended = Required<Pick<HostRun, 'host' | 'outcome' | 'ms' | 'output'>> & HostRun;

/** Runs lines without a screen, one after the other, each in the persistent shell of every host. */
export class Batch {
  readonly outcomes: Outcome[] = [];
  readonly #options: BatchOptions;
  #current: RunningRun | undefined;
  #number = 0;
  #interrupted = false;
  #left = false;
  readonly #stopped = Promise.withResolvers<undefined>();

  constructor(options: BatchOptions) {
    this.#options = options;
    options.cluster.listen({ event: (event) => this.#take(event) });
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Settles when the last line's outcomes are in. Each line waits for the one before. */
  async run(lines: AsyncIterator<Asked>): Promise<void> {
    const { cluster, hosts, connectTimeout } = this.#options;
    cluster.select(hosts);
    for (;;) {
      const next = await this.#unlessStopped(lines.next());
      if (!next) return;
      const first = this.#number === 0;
      await this.#unlessStopped(
        first
          ? cluster.states.settled(hosts)
          : cluster.states.returned(this.#tried, connectTimeout * 1000),
      );
      if (first) this.#giveUpUnreached();
      if (next.done) return;
      // If the only line was stopped before it began, its outcomes still say so.
      if (this.#isStopped && !first) return;
      await this.#line(next.value);
      if (this.#isStopped) return;
    }
  }

  /**
   * Interrupts the run that is going, one step up the ladder each time, and ends any wait between runs. No further line
   * is started.
   */
  interrupt(): void {
    this.#interrupted = true;
    this.#stopped.resolve(undefined);
    if (!this.#current) return;
    const { run } = this.#current;
    this.#options.cluster.interrupt(run.id, this.#current.open());
  }

  /**
   * Leaves; that hosts are lost because we hang up is not reported. With `why`, what was going on gets an ending;
   * copies first get `time` ms to tidy up.
   */
  async leave(why?: string, time = 0): Promise<void> {
    this.#stopped.resolve(undefined);
    const current = this.#current;
    if (current?.run.transfer && why !== undefined) {
      if (!this.#interrupted) this.interrupt();
      await Promise.race([current.ended, after(time, undefined, { ref: false })]);
    }
    this.#left = true;
    if (!current || why === undefined) return;
    const outcome = { kind: 'lost', failure: { kind: 'canceled', message: why } } as const;
    const ms = Date.now() - current.run.startedAt;
    const transfer = current.run.transfer && { transfer: noTransfer };
    for (const host of current.open()) {
      this.#end({ host, outcome, ms, output: noOutput, ...transfer });
    }
  }

  get #isStopped(): boolean {
    return this.#interrupted || this.#left;
  }

  /** Undefined when the wait was given up. */
  #unlessStopped<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.#stopped.promise]);
  }

  /** Hosts that failed their first try are not tried again; each line reports the same outcome for them. */
  #unreached = new Map<string, Outcome>();

  get #tried(): readonly string[] {
    return this.#options.hosts.filter((host) => !this.#unreached.has(host));
  }

  #giveUpUnreached(): void {
    const { cluster, hosts } = this.#options;
    for (const host of hosts) {
      const state = cluster.states.get(host);
      const failure =
        state.kind === 'retrying' || state.kind === 'failed'
          ? state.failure
          : this.#isStopped && stopped;
      if (failure) this.#unreached.set(host, { kind: 'not-started', failure });
    }
    cluster.release([...this.#unreached.keys()]);
  }

  async #line(asked: Asked): Promise<void> {
    const { cluster, inventory, target, hosts, printer, options } = this.#options;
    const run = openRun(++this.#number, asked, target, hosts);
    const running = new RunningRun(run);
    this.#current = running;
    printer.runStarted(run);
    for (const [host, outcome] of this.#unreached) {
      this.#end({ host, outcome, ms: 0, output: noOutput });
    }
    startRun(cluster, inventory, run, this.#tried, {
      want: 'bytes',
      ...(options.fanout !== undefined && { fanOut: options.fanout }),
      ...(options.timeout !== undefined && { timeout: options.timeout }),
      ...(this.#options.input && { input: true }),
    });
    if (this.#options.input) {
      // If it breaks off, the hosts see the end of their input.
      cluster.feed(run.id, this.#tried, this.#options.input).catch(() => {});
    }
    const ended = await running.ended;
    this.#current = undefined;
    printer.runEnded(ended);
  }

  #take(event: ClusterEvent): void {
    if (this.#left) return;
    const { printer, cluster } = this.#options;
    switch (event.type) {
      case 'output': {
        const { id, host, stream, bytes } = event;
        if (id !== this.#current?.run.id) return;
        printer.output(this.#number, host, stream, bytes, () =>
          cluster.credit(id, host, bytes.length),
        );
        return;
      }
      case 'progress':
        if (event.id === this.#current?.run.id) {
          printer.progress(this.#number, event.host, event.progress);
        }
        return;
      case 'ending':
        if (event.id === this.#current?.run.id) {
          this.#end(event);
        }
        return;
      case 'late':
        printer.late(event.host, event.stream, event.bytes);
        return;
      case 'notice':
        printer.notice(event.host, event.text);
        return;
      case 'state':
      case 'digest':
        return;
      default:
        event satisfies never;
    }
  }

  #end({ host, outcome, ms, output, transfer }: Ended): void {
    this.outcomes.push(outcome);
    this.#options.printer.ended(this.#number, host, outcome, ms, transfer);
    this.#current?.end({ host, outcome, ms, output, ...(transfer && { transfer }) });
  }
}

const stopped: Failure = { kind: 'canceled', message: 'interrupted before it was started' };
