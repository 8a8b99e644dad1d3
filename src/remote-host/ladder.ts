/** What the ladder (docs/persistent-shell.md) does to one running line. */
export interface Rungs {
  /** Settles when the signal has been sent. */
  interrupt(): Promise<void>;
  /** The line's processes, signalled if a signal is named; `undefined` where they are not known. */
  tree(signal?: 'TERM' | 'KILL'): Promise<readonly number[] | undefined>;
  repeatEnd(): void;
  /** The shell does not answer: it is to be replaced. */
  giveUp(): void;
  /** These processes are still running; `next` is what the next step would send. */
  stillRunning(processes: readonly number[], next: 'TERM' | 'KILL'): void;
  /** Whether output is waiting for its reader, and the mark with it. */
  isPaused(): boolean;
}

// Milliseconds; docs/persistent-shell.md says why.
const repeatAfter = 50;
const secondInterruptAfter = 1000;
const termAfter = 2000;
const killAfter = 3000;
const lookEvery = 1000;
/** How often a shell that runs nothing may fail to answer before it is given up. */
const mostLooks = 2;

/**
 * INT, INT again, TERM, KILL; then the shell itself, if nothing is left that it could be waiting for.
 * The second INT comes by itself, TERM and KILL only when `automatic` (a time limit): a program may be cleaning up.
 */
export class Ladder {
  readonly #rungs: Rungs;
  readonly #automatic: boolean;
  readonly #timers = new Set<NodeJS.Timeout>();
  #rung = 0;
  #stopped = false;
  #looksWithNothing = 0;
  #toldAt = 0;
  #sent: Promise<unknown> = Promise.resolve();

  constructor(rungs: Rungs, automatic: boolean) {
    this.#rungs = rungs;
    this.#automatic = automatic;
  }

  /** One step up; the last step sends KILL again, for what was started since. */
  climb(): void {
    if (this.#stopped) return;
    this.#rung = Math.min(this.#rung + 1, 4);
    if (this.#rung <= 2) this.#interrupt();
    else this.#signalTree(this.#rung === 3 ? 'TERM' : 'KILL');
  }

  /** The line has ended. Settles when no signal is in flight any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#sent;
  }

  #interrupt(): void {
    const first = this.#rung === 1;
    this.#sent = this.#after(this.#rungs.interrupt(), () => {
      this.#in(repeatAfter, () => this.#rungs.repeatEnd());
    });
    if (first) this.#in(secondInterruptAfter, () => this.#climbFrom(1));
    else {
      this.#in(lookEvery, () => this.#look());
      if (this.#automatic) this.#in(termAfter, () => this.#climbFrom(2));
    }
  }

  #signalTree(signal: 'TERM' | 'KILL'): void {
    this.#looksWithNothing = 0;
    this.#sent = this.#after(this.#rungs.tree(signal), () => {
      this.#in(repeatAfter, () => this.#rungs.repeatEnd());
    });
    if (this.#automatic && signal === 'TERM') this.#in(killAfter, () => this.#climbFrom(3));
  }

  #climbFrom(rung: number): void {
    if (this.#rung === rung) this.climb();
  }

  /** Checks every second from the second INT on: is the line still running, or is only its shell silent? */
  async #look(): Promise<void> {
    const processes = await this.#rungs.tree(this.#rung === 4 ? 'KILL' : undefined);
    if (this.#stopped) return;
    const nothing = processes === undefined ? this.#rung === 4 : processes.length === 0;
    this.#looksWithNothing = nothing && !this.#rungs.isPaused() ? this.#looksWithNothing + 1 : 0;
    if (this.#looksWithNothing > mostLooks) {
      this.#rungs.giveUp();
      return;
    }
    // On a busy host a shell may get the signal late, and throws away what it was sent until then.
    if (nothing) this.#rungs.repeatEnd();
    if (processes !== undefined && processes.length > 0) this.#tell(processes);
    this.#in(lookEvery, () => this.#look());
  }

  #tell(processes: readonly number[]): void {
    if (this.#automatic || this.#toldAt === this.#rung || this.#rung === 4) return;
    this.#toldAt = this.#rung;
    this.#rungs.stillRunning(processes, this.#rung === 2 ? 'TERM' : 'KILL');
  }

  async #after(sent: Promise<unknown>, then: () => void): Promise<void> {
    await sent;
    if (!this.#stopped) then();
  }

  #in(ms: number, act: () => unknown): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
