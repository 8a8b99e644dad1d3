import { safeText } from '../../domain/output.ts';
import type { Store } from '../../store/store.ts';
import { runHere } from './run-here.ts';

/** What `!CMD` runs on the operator's own machine, beside the screen. */
export class LocalCommands {
  readonly #store: Store;
  readonly #show: (title: string, lines: readonly string[]) => void;
  readonly #going = new Set<AbortController>();

  constructor(store: Store, show: (title: string, lines: readonly string[]) => void) {
    this.#store = store;
    this.#show = show;
  }

  /** Shows its lines when it has ended; until then that it goes on. */
  async run(command: string): Promise<void> {
    const going = new AbortController();
    this.#going.add(going);
    const text = `!${safeText(command)} runs on this machine – Ctrl-C ends it`;
    const notice = { kind: 'info', text } as const;
    this.#store.act({ type: 'notice', notice });
    const lines = await runHere(command, going.signal);
    this.#going.delete(going);
    if (this.#store.state().notice === notice)
      this.#store.act({ type: 'notice', notice: undefined });
    this.#show(`!${command}`, lines);
  }

  /** Ends all of them; false: there is none. */
  interrupt(): boolean {
    for (const going of this.#going) going.abort();
    return this.#going.size > 0;
  }
}
