import { UsageError } from './failure.ts';
import { quoted } from './quoted.ts';
import { isReservedTargetName } from './result-set.ts';

/** Where a target's names are looked up. */
export interface TargetWorld {
  /** In the order of the inventory. */
  readonly hosts: readonly string[];
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /**
   * By name: `failed`, `block2` and so on of the last run, `marked`, `-`. An empty set is known, an absent one is not.
   */
  readonly results?: ReadonlyMap<string, readonly string[]>;
  /** Set without an inventory: then every name is a host. */
  readonly anyHost?: boolean;
}

/** The hosts that a name stands for; undefined for an unknown name. Throws UsageError for one with two meanings. */
export function lookUp(name: string, world: TargetWorld): readonly string[] | undefined {
  const group = world.groups.get(name);
  const host = positionsOf(world.hosts).has(name);
  const reserved = isReservedTargetName(name);
  if (Number(group !== undefined) + Number(host) + Number(reserved) > 1) {
    throw new UsageError(ambiguous(name, reserved));
  }
  if (reserved) return resultSet(name, world);
  return group ?? (host ? [name] : undefined);
}

/** The chosen hosts in the order of the inventory; those it does not have come last, as they were named. */
export function inInventoryOrder(chosen: Iterable<string>, world: TargetWorld): string[] {
  const positions = positionsOf(world.hosts);
  const position = (host: string) => positions.get(host) ?? world.hosts.length;
  return [...chosen].sort((a, b) => position(a) - position(b));
}

// Completion resolves many targets over the same hosts: counting them once is enough.
const positionsByHosts = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

function positionsOf(hosts: readonly string[]): ReadonlyMap<string, number> {
  const known = positionsByHosts.get(hosts);
  if (known) return known;
  const positions = new Map(hosts.map((host, position) => [host, position]));
  positionsByHosts.set(hosts, positions);
  return positions;
}

function resultSet(name: string, world: TargetWorld): readonly string[] {
  if (name === 'all') return world.hosts;
  const hosts = world.results?.get(name);
  if (hosts) return hosts;
  if (name === '-') throw new UsageError(noTargetBefore);
  const blocks = [...(world.results?.keys() ?? [])].filter((each) => each.startsWith('block'));
  if (name.startsWith('block') && blocks.length > 0) {
    throw new UsageError(`no ${name} in the last run – write one of ${blocks.join(', ')}`);
  }
  throw new UsageError(
    `${quoted(name)} is a set of the last run, which is not known here – write a host or a group`,
  );
}

const noTargetBefore = 'there is no target before this one – write a host or a group';

function ambiguous(name: string, reserved: boolean): string {
  const meanings = reserved
    ? 'a reserved name and in the inventory too'
    : 'both a host and a group';
  return `${quoted(name)} is ${meanings} – rename it in the inventory`;
}
