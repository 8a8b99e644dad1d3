import { NotAnswered, type Question } from '../domain/question.ts';
import type { Event } from './protocol.ts';

interface Waiting {
  readonly host: string;
  readonly question: Question;
  resolve(answers: readonly string[] | null): void;
  reject(error: NotAnswered): void;
}

/** Questions on their way to the operator; each is answered once. */
export class Asks {
  readonly #put: (event: Event) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(put: (event: Event) => void) {
    this.#put = put;
  }

  /** Settles with `null` when `signal` says that nobody waits for the answer any more. Rejects with `NotAnswered`. */
  ask(host: string, question: Question, signal?: AbortSignal): Promise<readonly string[] | null> {
    if (signal?.aborted) return Promise.resolve(null);
    const ask = ++this.#last;
    this.#put({ type: 'ask', ask, host, question });
    signal?.addEventListener('abort', () => this.#withdraw(ask));
    return new Promise((resolve, reject) =>
      this.#waiting.set(ask, { host, question, resolve, reject }),
    );
  }

  answer(ask: number, answers: readonly string[] | null, why?: string): void {
    const waiting = this.#waiting.get(ask);
    this.#waiting.delete(ask);
    if (why === undefined) waiting?.resolve(answers);
    else waiting?.reject(new NotAnswered(why));
  }

  #withdraw(ask: number): void {
    const waiting = this.#waiting.get(ask);
    if (waiting === undefined) return;
    const { host, question } = waiting;
    this.#put({ type: 'withdrawn', ask });
    // The answer may already be on its way, but nobody will try it.
    if (question.kind === 'sudo') {
      this.#put({ type: 'judged', host, of: 'sudo', verdict: 'undecided' });
    }
    this.answer(ask, null);
  }
}
