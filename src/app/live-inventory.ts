import type { Inventory } from '../domain/inventory.ts';

/** The current inventory: whoever holds this object sees the new one after `:reload`. */
export class LiveInventory implements Inventory {
  #now: Inventory;

  constructor(inventory: Inventory) {
    this.#now = inventory;
  }

  get hosts(): Inventory['hosts'] {
    return this.#now.hosts;
  }

  get groups(): Inventory['groups'] {
    return this.#now.groups;
  }

  get passwords(): Inventory['passwords'] {
    return this.#now.passwords;
  }

  get identities(): Inventory['identities'] {
    return this.#now.identities;
  }

  get warnings(): Inventory['warnings'] {
    return this.#now.warnings;
  }

  /** Returns the previous inventory. */
  replace(inventory: Inventory): Inventory {
    const before = this.#now;
    this.#now = inventory;
    return before;
  }
}
