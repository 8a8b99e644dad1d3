import type { Stream } from '../domain/run.ts';
import { mayChangeShell } from './changes-shell.ts';
import type { HostMemory } from './host-memory.ts';
import type { Shell } from './shell.ts';
import { takeSnapshot } from './snapshot.ts';

/** Time to wait after a line, ms, so that one that follows at once finds the shell free. */
const restMs = 250;
/** Shortest time between two snapshots, ms, plus a second for so many bytes of the last one. */
const betweenMs = 5000;
const bytesPerSecond = 8 * 1024;
/** After a line that may have changed something, ms: the other hosts have told their endings by then. */
const soonMs = 50;
/** A longer snapshot is not taken so soon, bytes: a usual one is 2 kB. */
const littleBytes = 16 * 1024;

/**
 * What is done in a shell while no line runs: after lines a snapshot of its state – or before the next line, if a line
 * looks as if it had changed something –, and a sign of life if TMOUT would end it.
 */
export class IdleWork {
  readonly #shell: Shell;
  readonly #late: (stream: Stream, bytes: Uint8Array) => void;
  readonly #memory: HostMemory;
  /** The newest line. */
  #line = '';
  /** It may have changed something: the next one is sent after a snapshot. */
  #due = false;
  #work: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #alive: NodeJS.Timeout | undefined;
  /** On the clock of `performance`. */
  #nextAt = 0;
  #stopped = false;

  constructor(shell: Shell, late: (stream: Stream, bytes: Uint8Array) => void, memory: HostMemory) {
    this.#shell = shell;
    this.#late = late;
    this.#memory = memory;
    this.#keepAlive();
  }

  /** A line is coming: settles when the shell is free for it; `undefined` if it is. */
  hold(line: string): Promise<void> | undefined {
    this.#clear();
    this.#line = line;
    if (this.#due) this.#snapshot();
    return this.#work;
  }

  lineOver(): void {
    if (this.#stopped) return;
    this.#keepAlive();
    this.#due = this.#mayHaveChanged;
    const rest = this.#due ? soonMs : Math.max(restMs, this.#nextAt - performance.now());
    // A cluster does not do it in one moment.
    const spread = this.#due ? soonMs : restMs;
    this.#timer = setTimeout(() => this.#snapshot(), rest + spread * Math.random());
  }

  stop(): void {
    this.#stopped = true;
    this.#clear();
  }

  get #mayHaveChanged(): boolean {
    const { snapshot } = this.#memory.all;
    if (snapshot !== undefined && snapshot.bytes > littleBytes) return false;
    return mayChangeShell(this.#line, snapshot);
  }

  #snapshot(): void {
    this.#due = false;
    this.#do(async () => {
      const snapshot = await takeSnapshot(this.#shell, this.#late);
      const wait = Math.max(betweenMs, (1000 * snapshot.bytes) / bytesPerSecond);
      this.#nextAt = performance.now() + wait;
      if (!this.#stopped) this.#memory.change({ snapshot });
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
