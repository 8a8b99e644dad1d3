import type { Inventory } from '../../domain/inventory.ts';

/** Whether one of these hosts is in a group with `guard: true`. */
export const isGuarded = (inventory: Pick<Inventory, 'groups'>, hosts: readonly string[]) =>
  guardedOf(inventory, hosts).length > 0;

/** Those of these hosts that are in a group with `guard: true`. */
export function guardedOf(
  { groups }: Pick<Inventory, 'groups'>,
  hosts: readonly string[],
): readonly string[] {
  const guarded = [...groups.values()].filter(({ guard }) => guard).flatMap((group) => group.hosts);
  if (guarded.length === 0) return [];
  const names = new Set(guarded);
  return hosts.filter((host) => names.has(host));
}

/** What is destructive on them beside what always is. */
export function guardCommands(
  { groups }: Pick<Inventory, 'groups'>,
  hosts: readonly string[],
): readonly string[] {
  const reached = new Set(hosts);
  return [...groups.values()]
    .filter((group) => group.guardCommands && group.hosts.some((host) => reached.has(host)))
    .flatMap((group) => group.guardCommands ?? []);
}
