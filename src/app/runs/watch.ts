import { UsageError } from '../../domain/failure.ts';
import { quantitiesIn } from '../../domain/quantity.ts';
import type { HostRun, Run } from '../../domain/run.ts';
import { stripStyle } from '../../domain/sgr.ts';
import type { QueuedLine, Target, Watched } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';

export interface WatchOptions {
  readonly store: Store;
  /** Starts a line. @throws UsageError */
  enter(line: QueuedLine): void;
  /** Of these runs only the records are still needed. */
  forget(runs: readonly Run[]): void;
}

/**
 * Repetitions kept; at twice as many the older half is forgotten, or a watch left on overnight would take all memory.
 */
const keptRepetitions = 100;

/** Values kept for each host's sparkline. */
const keptValues = 60;
/** The last number of an output is searched in so many lines at its end. */
const lastLines = 5;

/** Repeats a line until something else is typed. */
export class Watch {
  readonly #options: WatchOptions;
  #line: QueuedLine | undefined;
  /** The running repetition, or the last one. */
  #run: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Repetitions so far, the newest last. */
  #repetitions: string[] = [];

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  /** `every`: seconds from one start to the next. @throws UsageError */
  start(target: Target, { command, every }: { command: string; every: number }): void {
    this.stop();
    this.#repetitions = [];
    this.#line = { command, target };
    this.#show({ command, every, values: new Map() });
    this.#again();
  }

  /** Returns true if there was something to stop. */
  stop(): boolean {
    const going = this.#line !== undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#line = undefined;
    this.#run = undefined;
    if (going) this.#options.store.act({ type: 'watch', watch: undefined });
    return going;
  }

  /** Must be called after anything that can end or start a run. */
  look(): void {
    if (!this.#line || this.#timer) return;
    const { runs, watch } = this.#options.store.state();
    const newest = runs.at(-1);
    if (newest?.id !== this.#run) {
      this.stop();
      return;
    }
    if (!newest || newest.endedAt === undefined || !watch) return;
    this.#show({ ...watch, values: this.#withValues(watch.values, newest) });
    const wait = Math.max(0, newest.startedAt + watch.every * 1000 - Date.now());
    this.#timer = setTimeout(() => this.#againOrStop(), wait);
  }

  #againOrStop(): void {
    try {
      this.#again();
    } catch (error) {
      // The inventory was read again, and a variable is gone.
      if (!(error instanceof UsageError)) throw error;
      this.stop();
      const text = `not repeated: ${error.message}`;
      this.#options.store.act({ type: 'notice', notice: { kind: 'error', text } });
    }
  }

  #again(): void {
    this.#timer = undefined;
    const { store, enter } = this.#options;
    if (!this.#line) return;
    // The operator has typed something else meanwhile.
    if (this.#run !== undefined && store.state().runs.at(-1)?.id !== this.#run) {
      this.stop();
      return;
    }
    enter(this.#line);
    this.#run = store.state().runs.at(-1)?.id;
    if (this.#run !== undefined) this.#repetitions.push(this.#run);
    if (this.#repetitions.length > 2 * keptRepetitions) this.#forgetOldest();
  }

  #forgetOldest(): void {
    const { store, forget } = this.#options;
    const oldest = new Set(this.#repetitions.splice(0, keptRepetitions));
    forget(store.state().runs.filter(({ id }) => oldest.has(id)));
  }

  #withValues(before: Watched['values'], run: Run): Watched['values'] {
    const values = new Map(before);
    for (const hostRun of run.hostRuns.values()) {
      const value = this.#valueOf(run, hostRun);
      if (value === undefined) continue;
      values.set(hostRun.host, [...(before.get(hostRun.host) ?? []), value].slice(-keptValues));
    }
    return values;
  }

  #valueOf({ id }: Run, { host, output }: HostRun): number | undefined {
    const lines = this.#options.store.lines.of(id, host);
    const first = Math.max(0, output.lines - lastLines);
    const texts = Array.from({ length: output.lines - first }, (_, i) => lines?.line(first + i));
    return quantitiesIn(texts.map((line) => stripStyle(line?.text ?? ''))).at(-1)?.value;
  }

  #show(watch: Watched): void {
    this.#options.store.act({ type: 'watch', watch });
  }
}
