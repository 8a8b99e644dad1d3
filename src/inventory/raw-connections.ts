import type { RawConnection, RawInventory } from './schema.ts';

/** All that is written of how to connect, with where it stands. */
export function rawConnections({
  defaults = {},
  hosts = {},
  groups = {},
}: RawInventory): readonly (readonly [at: readonly string[], connection: RawConnection])[] {
  return [
    [['defaults'], defaults],
    ...Object.entries(hosts).map(([name, host]) => [['hosts', name], host] as const),
    ...Object.entries(groups).map(([name, group]) => [['groups', name], group] as const),
  ];
}
