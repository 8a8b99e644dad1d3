import type { Inventory } from '../../domain/inventory.ts';

/** Whether one of these hosts is in a group with `guard: true`. */
export const isGuarded = (inventory: Pick<Inventory, 'groups'>, hosts: readonly string[]) =>
  guardedOf(inventory, hosts).length > 0;

/** The hosts among these that are in a group with `guard: true`. */
export function guardedOf(
  { groups }: Pick<Inventory, 'groups'>,
  hosts: readonly string[],
): readonly string[] {
  const guarded = [...groups.values()].filter(({ guard }) => guard).flatMap((group) => group.hosts);
  if (guarded.length === 0) return [];
  const names = new Set(guarded);
  return hosts.filter((host) => names.has(host));
}

/** What counts as destructive on these hosts, beside what always does. */
export function guardCommands(
  { groups }: Pick<Inventory, 'groups'>,
  hosts: readonly string[],
): readonly string[] {
  const reached = new Set(hosts);
  return [...groups.values()]
    .filter((group) => group.guardCommands && group.hosts.some((host) => reached.has(host)))
    .flatMap((group) => group.guardCommands ?? []);
}
