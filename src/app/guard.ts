import type { Inventory } from '../domain/inventory.ts';
import { destructiveCommand } from '../shell/destructive.ts';
import type { Store } from '../store/store.ts';
import { guardCommands, isGuarded } from './guarded.ts';

/** Asks for the number of hosts before anything destructive is started on guarded ones. */
export class Guard {
  readonly #store: Store;
  readonly #inventory: Inventory;
  /** Starts what waits until it is known to be meant. */
  #waiting: (() => void) | undefined;

  constructor(store: Store, inventory: Inventory) {
    this.#store = store;
    this.#inventory = inventory;
  }

  /** `commands` are what `start` sends; `line` is what was typed. */
  ask(
    line: string,
    commands: readonly string[],
    hosts: readonly string[],
    start: () => void,
  ): void {
    const more = guardCommands(this.#inventory, hosts);
    const command = isGuarded(this.#inventory, hosts)
      ? commands.map((each) => destructiveCommand(each, more)).find((each) => each !== undefined)
      : undefined;
    if (command === undefined) {
      start();
      return;
    }
    this.#waiting = start;
    const overlay = {
      kind: 'guard',
      line: line || command,
      command,
      hosts: hosts.length,
      typed: '',
    } as const;
    this.#store.act({ type: 'overlay', overlay });
  }

  /** It is meant. */
  sure(): void {
    const start = this.#waiting;
    this.#waiting = undefined;
    start?.();
  }
}
