import { isDeepStrictEqual } from 'node:util';
import type { Inventory } from '../domain/inventory.ts';
import type { Secret } from '../domain/secret.ts';

/** Host names, by how the new inventory differs from the old one. */
export interface InventoryChange {
  readonly added: readonly string[];
  /** Reached in another way: another address, user, password … Variables do not count. */
  readonly changed: readonly string[];
  readonly gone: readonly string[];
  readonly kept: readonly string[];
  /** Whether anything differs at all, also a variable, a group or a guard. */
  readonly differs: boolean;
}

export function inventoryChange(before: Inventory, after: Inventory): InventoryChange {
  const names = [...after.hosts.keys()];
  const both = names.filter((name) => before.hosts.has(name));
  const changed = both.filter((name) => !isDialledAlike(name, before, after));
  const isChanged = new Set(changed);
  return {
    added: names.filter((name) => !before.hosts.has(name)),
    changed,
    gone: [...before.hosts.keys()].filter((name) => !after.hosts.has(name)),
    kept: both.filter((name) => !isChanged.has(name)),
    differs: changed.length > 0 || !isDeepStrictEqual(saying(before), saying(after)),
  };
}

const saying = ({ hosts, groups }: Inventory) => ({ hosts, groups });

function isDialledAlike(name: string, before: Inventory, after: Inventory): boolean {
  const [one, two] = [before, after].map((inventory) => ({
    ...inventory.hosts.get(name),
    vars: undefined,
  }));
  return (
    isDeepStrictEqual(one, two) &&
    isSame(before.passwords.get(name), after.passwords.get(name)) &&
    isSame(before.identities.get(name), after.identities.get(name))
  );
}

const isSame = (one: Secret | undefined, two: Secret | undefined): boolean =>
  one === two || (one?.use((a) => two?.use((b) => a === b) ?? false) ?? false);
