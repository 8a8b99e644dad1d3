import type { Stream } from '../domain/run.ts';
import type { Shell } from './shell.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** After a line, ms: one that follows at once finds the shell free. */
const restMs = 250;
/** Between two snapshots, ms, at least, and a second for so many bytes of the last one. */
const betweenMs = 5000;
const bytesPerSecond = 8 * 1024;

/**
 * What is done in a shell while no line runs: a snapshot of its state after lines, a sign of life where TMOUT would
 * end it.
 */
export class IdleWork {
  readonly #shell: Shell;
  readonly #late: (stream: Stream, bytes: Uint8Array) => void;
  readonly #take: (snapshot: Snapshot) => void;
  #work: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #alive: NodeJS.Timeout | undefined;
  /** On the clock of `performance`. */
  #nextAt = 0;
  #stopped = false;

  constructor(
    shell: Shell,
    late: (stream: Stream, bytes: Uint8Array) => void,
    take: (snapshot: Snapshot) => void,
  ) {
    this.#shell = shell;
    this.#late = late;
    this.#take = take;
    this.#keepAlive();
  }

  /** A line comes. Settles when the shell is free for it; `undefined`: it is. */
  hold(): Promise<void> | undefined {
    this.#clear();
    return this.#work;
  }

  lineOver(): void {
    if (this.#stopped) return;
    // A cluster does not do it in one moment.
    const rest = Math.max(restMs, this.#nextAt - performance.now()) + restMs * Math.random();
    this.#timer = setTimeout(() => this.#snapshot(), rest);
    this.#keepAlive();
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  #snapshot(): void {
    this.#do(async () => {
      const snapshot = await takeSnapshot(this.#shell, this.#late);
      const wait = Math.max(betweenMs, (1000 * snapshot.bytes) / bytesPerSecond);
      this.#nextAt = performance.now() + wait;
      if (!this.#stopped) this.#take(snapshot);
    });
  }

  #keepAlive(): void {
    const { idleLimit } = this.#shell;
    if (idleLimit === undefined) return;
    this.#alive = setInterval(() => this.#do(() => this.#signOfLife()), idleLimit * 500);
  }

  #signOfLife(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#shell.hidden(':', { output: this.#late, marked: () => resolve() });
    return promise;
  }

  #do(work: () => Promise<void>): void {
    if (this.#stopped) return;
    const all = (this.#work?.then(work) ?? work()).then(() => {
      if (this.#work === all) this.#work = undefined;
    });
    this.#work = all;
  }

  #clear(): void {
    clearTimeout(this.#timer);
    clearInterval(this.#alive);
  }
}
