import { createReadStream } from 'node:fs';
import type { Options } from '../../cli/options.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { UsageError } from '../../domain/failure.ts';
import type { Inventory } from '../../domain/inventory.ts';
import { safeText } from '../../domain/output.ts';
import type { Run } from '../../domain/run.ts';
import type { QueuedLine } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';
import type { RunRecords } from '../output/run-records.ts';
import { linesSent } from './expanded.ts';
import { openRun } from './open-run.ts';
import { startRun } from './start-run.ts';

export interface RunsOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly options: Options;
  readonly records: RunRecords;
  /** The run is over; what is started from here goes before the lines that wait. */
  ended(run: Run): void;
}

/** The runs of the shell: one at a time, further lines wait for it. */
export class Runs {
  readonly #options: RunsOptions;
  /** The run that is going. */
  #going: string | undefined;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  get going(): Run | undefined {
    const { runs } = this.#options.store.state();
    return runs.find(({ id }) => id === this.#going);
  }

  /** Starts the line, or queues it behind the run that is going. */
  enter(line: QueuedLine): void {
    if (this.going) this.#options.store.act({ type: 'queued', line });
    else this.#start(line);
  }

  /** Starts the line at once and returns its run's id; undefined while another run is going. */
  begin(line: QueuedLine): string | undefined {
    if (this.going) return undefined;
    this.#start(line);
    return this.#going;
  }

  /** Interrupts these hosts, or all that still run, by one step up the ladder; waiting lines are dropped. */
  interrupt(hosts?: readonly string[]): boolean {
    const { going } = this;
    if (!hosts) this.#giveUpQueue();
    if (!going) return false;
    const open = [...going.hostRuns.values()]
      .filter(({ outcome }) => !outcome)
      .map(({ host }) => host);
    const chosen = hosts ? open.filter((host) => hosts.includes(host)) : open;
    if (chosen.length === 0) return hosts === undefined;
    this.#options.cluster.interrupt(going.id, chosen);
    return true;
  }

  #giveUpQueue(): void {
    const { store } = this.#options;
    const { queue } = store.state();
    if (queue.length === 0) return;
    const lines = queue.map(({ command }) => safeText(command)).join('  ·  ');
    const text = `not started any more: ${lines}`;
    store.act({ type: 'queue-cleared' });
    store.act({ type: 'notice', notice: { kind: 'error', text } });
  }

  /** Sends to the standard input of the run that reads what is typed: to this host, or to all. */
  sendInput(text: string, host?: string): void {
    const { going } = this;
    if (going?.input?.kind !== 'typed') return;
    const hosts = host === undefined ? going.hosts : [host];
    this.#options.cluster.input(going.id, hosts, Buffer.from(text));
  }

  endInput(): void {
    const { going } = this;
    if (going) this.#options.cluster.input(going.id, going.hosts, undefined, true);
    this.#options.store.act({ type: 'input-run', run: undefined });
  }

  letGo(host: string): void {
    const { going } = this;
    if (!going) return;
    this.#options.store.act({ type: 'let-go', run: going.id, host });
    this.mayHaveEnded();
  }

  /** Must be called after anything that can end a run. */
  mayHaveEnded(): void {
    const { records } = this.#options;
    const { going } = this;
    if (!going?.endedAt) return;
    this.#going = undefined;
    records.ended(going);
    this.#options.ended(going);
    this.#startNext();
  }

  #startNext(): void {
    const { store } = this.#options;
    while (this.#going === undefined) {
      const [next] = store.state().queue;
      if (!next) return;
      store.act({ type: 'queue-taken' });
      try {
        this.#start(next);
      } catch (error) {
        // The inventory was read again since it was typed, and a variable is gone.
        if (!(error instanceof UsageError)) throw error;
        const text = `not started: ${next.command}: ${error.message}`;
        store.act({ type: 'notice', notice: { kind: 'error', text } });
      }
    }
  }

  #start(line: QueuedLine): void {
    const { target, ...asked } = line;
    const { store, cluster, inventory, options, records } = this.#options;
    const { timeLimit, runs } = store.state();
    const { fanout = options.fanout, timeout = timeLimit } = asked;
    const number = (runs.at(-1)?.number ?? 0) + 1;
    const run = openRun(number, asked, target.text, target.hosts);
    const common = {
      want: 'digest',
      ...(fanout !== undefined && { fanOut: fanout }),
      ...(timeout !== undefined && timeout !== 'none' && { timeout }),
      ...(asked.input && { input: true as const }),
    } as const;
    if (asked.input && fanout !== undefined && fanout < target.hosts.length) {
      throw new UsageError('standard input goes to all hosts at once – leave --fanout out');
    }
    // Refused before anything is sent, so that a mistyped variable costs nothing.
    linesSent(inventory, asked, target.hosts);
    const unrecorded = records.unrecorded();
    const secret = target.hosts.filter((host) => unrecorded.has(host));
    const recorded = target.hosts.filter((host) => !unrecorded.has(host));
    const record = recorded.length > 0 ? records.folderOf(number) : undefined;
    startRun(cluster, inventory, run, recorded, { ...common, ...(record && { record }) });
    if (secret.length > 0) startRun(cluster, inventory, run, secret, common);
    records.started(run);
    this.#going = run.id;
    store.act({ type: 'run-started', run });
    this.#giveInput(run);
  }

  #giveInput({ id, hosts, input }: Run): void {
    const { store, cluster } = this.#options;
    if (input === undefined) return;
    if (input.kind === 'typed') store.act({ type: 'input-run', run: id });
    else {
      cluster.feed(id, hosts, createReadStream(input.path)).catch((error: Error) => {
        const text = `${input.path} could not be read to its end: ${error.message}`;
        store.act({ type: 'notice', notice: { kind: 'error', text } });
      });
    }
  }
}
