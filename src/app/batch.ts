import type { Options } from '../cli/options.ts';
import type { Printer } from '../cli/printer.ts';
import type { Cluster, ClusterEvent } from '../cluster/cluster.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Outcome } from '../domain/outcome.ts';
import { type Asked, type HostRun, noOutput } from '../domain/run.ts';
import { openRun } from './open-run.ts';
import { RunningRun } from './running-run.ts';
import { startRun } from './start-run.ts';

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

  constructor(options: BatchOptions) {
    this.#options = options;
    options.cluster.listen({ event: (event) => this.#take(event) });
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Settles when the last line's outcomes are in. Each line waits for the one before. */
  async run(lines: AsyncIterable<Asked> | Iterable<Asked>): Promise<void> {
    const { cluster, hosts, connectTimeout } = this.#options;
    cluster.select(hosts);
    for await (const line of lines) {
      if (this.#number === 0) await this.#connected();
      else await cluster.states.returned(this.#tried, connectTimeout * 1000);
      if (this.#interrupted) return;
      await this.#line(line);
      if (this.#interrupted) return;
    }
    if (this.#number === 0) await this.#connected();
  }

  /** Interrupts the run that is going, one step up the ladder each time; no further line is started. */
  interrupt(): void {
    this.#interrupted = true;
    if (!this.#current) return;
    const { run } = this.#current;
    this.#options.cluster.interrupt(run.id, this.#current.open());
  }

  /** We go: that hosts are lost because we hang up is told to nobody. */
  leave(): void {
    this.#left = true;
  }

  /** Hosts that failed their first try are not tried again: their outcome is told with every line. */
  #unreached = new Map<string, Outcome>();

  get #tried(): readonly string[] {
    return this.#options.hosts.filter((host) => !this.#unreached.has(host));
  }

  async #connected(): Promise<void> {
    const { cluster, hosts } = this.#options;
    await cluster.states.settled(hosts);
    for (const host of hosts) {
      const state = cluster.states.get(host);
      if (state.kind !== 'retrying' && state.kind !== 'failed') continue;
      this.#unreached.set(host, { kind: 'not-started', failure: state.failure });
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
      // Where it breaks, the hosts see the end of their input.
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
