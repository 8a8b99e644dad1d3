import type { Inventory } from '../domain/inventory.ts';
import type { TargetWorld } from '../domain/target-world.ts';

/** What the target language looks names up in, before any run. */
export function targetWorld(inventory: Inventory): TargetWorld {
  const groups = [...inventory.groups.values()].map(({ name, hosts }) => [name, hosts] as const);
  return { hosts: [...inventory.hosts.keys()], groups: new Map(groups) };
}
