import type { Inventory } from '../../domain/inventory.ts';
import { destructiveCommand } from '../../shell/destructive.ts';
import type { Store } from '../../store/store.ts';
import { guardCommands, guardedOf } from './guarded.ts';

/** Asks for the number of hosts before anything destructive is started on guarded ones. */
export class Guard {
  readonly #store: Store;
  readonly #inventory: Inventory;
  /** Starts what waits for the operator's confirmation. */
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
    const guarded = guardedOf(this.#inventory, hosts);
    const destructive = new Set(commands.flatMap((each) => destructiveCommand(each, more) ?? []));
    const [command] = destructive;
    if (guarded.length === 0 || command === undefined) {
      start();
      return;
    }
    this.#waiting = start;
    const overlay = {
      kind: 'guard',
      line: line || command,
      command,
      ...(destructive.size > 1 && { more: destructive.size - 1 }),
      hosts,
      guarded,
      typed: '',
    } as const;
    this.#store.act({ type: 'overlay', overlay });
  }

  /** The operator has confirmed. */
  sure(): void {
    const start = this.#waiting;
    this.#waiting = undefined;
    start?.();
  }
}
