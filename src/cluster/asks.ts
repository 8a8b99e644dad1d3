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

  ask(host: string, question: Question): Promise<readonly string[] | null> {
    const ask = ++this.#last;
    this.#put({ type: 'ask', ask, host, question });
    return new Promise((resolve) => this.#waiting.set(ask, resolve));
  }

  answer(ask: number, answers: readonly string[] | null): void {
    this.#waiting.get(ask)?.(answers);
    this.#waiting.delete(ask);
  }
}
