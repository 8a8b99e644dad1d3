import type { PoolWorker } from './pool-worker.ts';

interface Asked {
  readonly worker: PoolWorker;
  /** The number that the worker gave it. */
  readonly ask: number;
}

/** The workers' questions, renumbered by the pool. */
export class PoolAsks {
  readonly #open = new Map<number, Asked>();
  #last = 0;

  add(worker: PoolWorker, ask: number): number {
    this.#open.set(++this.#last, { worker, ask });
    return this.#last;
  }

  answer(ask: number, answers: readonly string[] | null, why?: string): void {
    const asked = this.#open.get(ask);
    this.#open.delete(ask);
    asked?.worker.send({ type: 'answer', ask: asked.ask, answers, ...(why && { why }) });
  }

  /**
   * Drops questions that nobody waits for any more. `theirs`: the number that the worker gave it; absent: all questions
   * of that worker.
   */
  withdraw(worker: PoolWorker, theirs?: number): readonly number[] {
    const gone = [...this.#open]
      .filter(
        ([, asked]) => asked.worker === worker && (theirs === undefined || asked.ask === theirs),
      )
      .map(([ask]) => ask);
    for (const ask of gone) this.#open.delete(ask);
    return gone;
  }
}
