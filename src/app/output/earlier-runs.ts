import path from 'node:path';
import type { HostOutput } from '../../cluster/host-output.ts';
import type { Stretch } from '../../cluster/pool-reads.ts';
import { type ListedRun, listedRun } from '../../domain/listed-run.ts';
import type { HostNames } from '../../domain/mask.ts';
import type { Run } from '../../domain/run.ts';
import { keptRuns } from '../../records/kept-runs.ts';
import { type KeptRun, readJournal } from '../../records/read-journal.ts';
import { isInUse } from '../../records/session-folder.ts';
import { Arrivals } from '../../store/arrivals.ts';
import type { Store } from '../../store/store.ts';
import { type KeptOutput, replayOutput } from './kept-output.ts';

export interface EarlierRunsOptions {
  readonly store: Store;
  readonly stateDirectory: string;
  /** Where this session keeps its own runs. */
  readonly session: string;
  /** The names and addresses of a host, which the masks blank out. */
  namesOf(host: string): HostNames;
}

interface Opened {
  readonly kept: KeptRun;
  readonly output: Promise<KeptOutput>;
  readonly over: AbortController;
  /** Stretches that are being read, or were found missing: each is asked for once. */
  readonly asked: Set<string>;
}

/** The runs of earlier days: lists them, and opens them in the same views as today's. */
export class EarlierRuns {
  readonly #options: EarlierRunsOptions;
  /** Oldest first; read again for each list. */
  #runs: readonly ListedRun[] | undefined;
  #opened: Opened | undefined;
  /** Counts the requests, so that an answer to an outdated one is not shown. */
  #wanted = 0;
  /** Steps are taken one after the other, so that three presses are three steps. */
  #walk: Promise<void> = Promise.resolve();

  constructor(options: EarlierRunsOptions) {
    this.#options = options;
  }

  /** The list, searched for `query`: this session's runs at once, the others as soon as they are read. */
  async list(query: string): Promise<void> {
    const { store } = this.#options;
    const own = store.state().runs.map(listedRun);
    const show = (earlier: readonly ListedRun[], loading: boolean) => {
      const open = store.state().overlay;
      const before = open?.kind === 'runs' ? open : { query, cursor: 0 };
      const runs = [...earlier, ...own].reverse();
      const { cursor, query: typed } = before;
      const overlay = { kind: 'runs', runs, query: typed, cursor, loading } as const;
      store.act({ type: 'overlay', overlay });
    };
    show(this.#runs ?? [], this.#runs === undefined);
    await this.#read();
    if (store.state().overlay?.kind === 'runs') show(this.#runs ?? [], false);
  }

  /** Opens a run of this session, or one on disk. */
  async open({ folder, number }: ListedRun): Promise<void> {
    const { store } = this.#options;
    const wanted = ++this.#wanted;
    if (folder === undefined) {
      this.#close();
      store.act({ type: 'show-run', number });
      return;
    }
    try {
      await this.#openKept(folder, wanted);
    } catch (error) {
      this.#failed(number, error as NodeJS.ErrnoException);
    }
  }

  /** Opens the next older (-1) or newer (1) run on disk; from today's runs, the newest on disk. */
  walk(by: 1 | -1): Promise<void> {
    this.#walk = this.#walk.then(() => this.#step(by));
    return this.#walk;
  }

  async #step(by: 1 | -1): Promise<void> {
    const { store } = this.#options;
    const { openedRun } = store.state();
    if (this.#runs === undefined) await this.#read();
    const runs = this.#runs ?? [];
    const at = openedRun ? runs.findIndex(({ id }) => id === openedRun.id) : runs.length;
    const next = runs[at + by];
    if (next) await this.open(next);
    else if (by === 1) this.#backToToday();
    else store.act({ type: 'notice', notice: { kind: 'info', text: 'no older run is kept' } });
  }

  /** The open run, if it is one of an earlier day. */
  get kept(): KeptRun | undefined {
    const { openedRun } = this.#options.store.state();
    return openedRun && this.#opened?.kept.run.id === openedRun.id ? this.#opened.kept : undefined;
  }

  /** The outputs of `run`, if that is the open run of an earlier day. */
  outputs(run: string): Promise<ReadonlyMap<string, HostOutput>> | undefined {
    if (this.#opened?.kept.run.id !== run) return undefined;
    return this.#opened.output.then(({ outputs }) => outputs);
  }

  /** Lines of `run`; undefined if it is not the open run of an earlier day. */
  async read(run: string, host: string, from: number, count: number): Promise<Stretch | undefined> {
    const outputs = await this.outputs(run);
    return outputs && ((await outputs.get(host)?.read(from, count)) ?? { from, lines: [] });
  }

  /** Reads lines into the store; false if `run` is not the open run of an earlier day. */
  readLines(run: string, host: string, from: number, count: number): boolean {
    const opened = this.#opened;
    if (opened?.kept.run.id !== run) return false;
    const { lines } = this.#options.store;
    const key = `${host} ${from} ${count}`;
    if (opened.asked.has(key)) return true;
    opened.asked.add(key);
    const asked = opened.output.then(async ({ outputs }) => {
      const stretch = await outputs.get(host)?.read(from, count);
      if (!stretch?.lines.length) {
        lines.lose(run, host, from, count);
        return;
      }
      opened.asked.delete(key);
      lines.takeStretch(run, host, stretch.from, stretch.lines);
    });
    asked.catch((error: Error) => this.#failed(opened.kept.run.number, error));
    return true;
  }

  async #read(): Promise<void> {
    const { stateDirectory, session } = this.#options;
    this.#runs = await keptRuns(stateDirectory, session);
  }

  async #openKept(folder: string, wanted: number): Promise<void> {
    const { store, namesOf } = this.#options;
    const goesOn = await isInUse(path.dirname(folder), Date.now());
    const kept = withReadAt(await readJournal(folder, goesOn));
    if (wanted !== this.#wanted) return;
    this.#close();
    const over = new AbortController();
    // Reported once; a view that lacks lines asks again with every frame.
    const output = replayOutput(folder, namesOf, over.signal).catch((error: Error) => {
      this.#failed(kept.run.number, error);
      return { outputs: new Map<string, HostOutput>(), arrivals: new Arrivals() };
    });
    this.#opened = { kept, output, over, asked: new Set() };
    store.act({ type: 'opened-run', run: kept.run });
    void this.#show(this.#opened);
  }

  async #show({ kept, output, over }: Opened): Promise<void> {
    const { store } = this.#options;
    const { outputs, arrivals } = await output;
    if (over.signal.aborted) return;
    store.lines.takeArrivals(kept.run.id, arrivals);
    for (const [host, output] of outputs) {
      store.lines.takeDigest(kept.run.id, host, output.digest());
    }
    if (store.state().openedRun?.id === kept.run.id) {
      store.act({ type: 'opened-run', run: withOutputs(kept.run, outputs) });
      if (kept.run.readAt === undefined) return;
      const text = `run ${kept.run.number} goes on in another tutti: this is how it stands now – :runs opens it anew`;
      store.act({ type: 'notice', notice: { kind: 'info', text } });
    }
  }

  #failed(number: number, { code, message }: NodeJS.ErrnoException): void {
    const why = code === 'ENOENT' ? 'it is not there any more' : message;
    const text = `run ${number} cannot be read: ${why}`;
    this.#options.store.act({ type: 'notice', notice: { kind: 'error', text } });
  }

  #backToToday(): void {
    this.#close();
    const [first] = this.#options.store.state().runs;
    this.#options.store.act({ type: 'opened-run', run: undefined });
    if (first) this.#options.store.act({ type: 'show-run', number: first.number });
  }

  #close(): void {
    this.#opened?.over.abort();
    this.#opened = undefined;
  }
}

/** A run that another tutti is still writing is not followed. */
function withReadAt(kept: KeptRun): KeptRun {
  const { run } = kept;
  return run.endedAt === undefined ? { ...kept, run: { ...run, readAt: Date.now() } } : kept;
}

/** After a crash the journal may count fewer lines than the record holds. */
function withOutputs(run: Run, outputs: ReadonlyMap<string, HostOutput>): Run {
  const hostRuns = [...run.hostRuns.values()].map((hostRun) => {
    const output = outputs.get(hostRun.host);
    return output && hostRun.output.bytes === 0 ? { ...hostRun, output: output.facts() } : hostRun;
  });
  return { ...run, hostRuns: new Map(hostRuns.map((hostRun) => [hostRun.host, hostRun])) };
}
