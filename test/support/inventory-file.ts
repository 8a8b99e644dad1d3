import type { Fleet } from '../../src/demo/demo-fleet.ts';
import type { Sandbox } from './sandbox.ts';

/** What is said of every host beside its address; `undefined` takes a default of the fleet away. */
export type HostSettings = Readonly<Record<string, unknown>>;

/** Writes an inventory of the fleet's hosts and of those in `more`; returns its path. */
export function inventoryOf(
  fleet: Fleet,
  sandbox: Sandbox,
  settings: HostSettings = {},
  more: Readonly<Record<string, HostSettings>> = {},
): string {
  const hosts = Object.fromEntries(
    fleet.hosts.map(({ name, port }) => [name, { address: '127.0.0.1', port }]),
  );
  const groups = Object.fromEntries(fleet.groups.map(({ name, hosts }) => [name, { hosts }]));
  const defaults = {
    user: 'demo',
    identity_file: fleet.identityFile,
    known_hosts: fleet.knownHosts,
    ...settings,
  };
  // JSON is YAML
  return sandbox.write(
    'inventory.yaml',
    JSON.stringify({ version: 1, defaults, hosts: { ...hosts, ...more }, groups }),
  );
}
