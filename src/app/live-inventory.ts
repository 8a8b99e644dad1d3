import type { Inventory } from '../domain/inventory.ts';

/** The inventory as it is now: whoever holds it sees what reading it again has brought. */
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

  /** Returns what it was before. */
  replace(inventory: Inventory): Inventory {
    const before = this.#now;
    this.#now = inventory;
    return before;
  }
}
