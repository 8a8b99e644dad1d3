import type { Question } from '../domain/question.ts';
import type { Event } from './protocol.ts';

/** Questions on their way to the operator; each is answered once. */
export class Asks {
  readonly #put: (event: Event) => void;
  readonly #waiting = new Map<number, (answers: readonly string[] | null) => void>();
  #last = 0;

  constructor(put: (event: Event) => void) {
    this.#put = put;
  }

  /** `signal`: nobody waits for the answer any more; it is `null` then. */
  ask(host: string, question: Question, signal?: AbortSignal): Promise<readonly string[] | null> {
    if (signal?.aborted) return Promise.resolve(null);
    const ask = ++this.#last;
    this.#put({ type: 'ask', ask, host, question });
    signal?.addEventListener('abort', () => this.#withdraw(ask));
    return new Promise((resolve) => this.#waiting.set(ask, resolve));
  }

  answer(ask: number, answers: readonly string[] | null): void {
    this.#waiting.get(ask)?.(answers);
    this.#waiting.delete(ask);
  }

  #withdraw(ask: number): void {
    if (!this.#waiting.has(ask)) return;
    this.#put({ type: 'withdrawn', ask });
    this.answer(ask, null);
  }
}
