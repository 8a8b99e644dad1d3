import type { Host } from '../../domain/host.ts';
import type { Question } from '../../domain/question.ts';
import type { Store } from '../../store/store.ts';

type Answers = readonly string[] | null;

/** Questions that only the operator can answer, put on the screen one after the other. */
export class Prompts {
  readonly #store: Store;
  readonly #waiting = new Map<number, (answers: Answers) => void>();
  #last = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Settles with `null` when declined, or when `signal` says that nobody waits for the answer any more. */
  ask(host: Host, question: Question, signal?: AbortSignal): Promise<Answers> {
    const ask = ++this.#last;
    signal?.addEventListener('abort', () => this.answer(ask, null));
    this.#store.act({ type: 'asked', question: { ask, host: host.name, question } });
    return new Promise((resolve) => this.#waiting.set(ask, resolve));
  }

  answer(ask: number, answers: Answers): void {
    this.#store.act({ type: 'answered', ask });
    this.#waiting.get(ask)?.(answers);
    this.#waiting.delete(ask);
  }
}
