import { onTestFinished } from 'vitest';
import { type Fleet, type FleetOptions, startFleet } from '../../src/demo/demo-fleet.ts';
import type { DemoHost } from '../../src/demo/demo-host.ts';
import type { Host } from '../../src/domain/host.ts';

export interface EmbeddedHost {
  readonly host: Host;
  readonly server: DemoHost;
}

/** The demo's own fleet for one test; it is closed when the test ends. */
export async function embeddedFleet(options: FleetOptions): Promise<Fleet> {
  const fleet = await startFleet(options);
  onTestFinished(() => fleet.close());
  return fleet;
}

/** A fleet of one, with what the test changes about how it is reached. */
export async function embeddedHost(
  change: Partial<Host> = {},
  options: Omit<FleetOptions, 'count'> = {},
): Promise<EmbeddedHost & { readonly fleet: Fleet }> {
  const fleet = await embeddedFleet({ count: 1, ...options });
  return { ...hostOf(fleet, 'web01', change), fleet };
}

export function hostOf(fleet: Fleet, name: string, change: Partial<Host> = {}): EmbeddedHost {
  const host = fleet.hosts.find((each) => each.name === name);
  const server = fleet.servers.get(name);
  if (!host || !server) throw new Error(`no ${name} in the fleet`);
  return { host: { ...host, ...change }, server };
}
