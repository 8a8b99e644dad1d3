import { commands } from '../commands/index.ts';
import type { ListingQuery } from '../domain/listing.ts';
import { resolveTarget } from '../domain/target.ts';
import type { TargetWorld } from '../domain/target-world.ts';
import { type Completion, complete } from '../shell/complete.ts';
import type { RemoteNames } from '../shell/complete-remote.ts';
import type { History } from './history.ts';

/** How many hosts a target selects now; undefined while it is not one. */
export const countHosts =
  (world: () => TargetWorld) =>
  (target: string): number | undefined =>
    hostsOf(target, world())?.length;

function hostsOf(target: string, world: TargetWorld): readonly string[] | undefined {
  try {
    return resolveTarget(target, world, 'allow');
  } catch {
    return undefined;
  }
}

/** Completion over the inventory, the last run and the history. */
export function completion(
  world: () => TargetWorld,
  /** The hosts of the prompt. */
  selected: () => readonly string[],
  history: History,
  remote: (hosts: readonly string[], query: ListingQuery) => RemoteNames | undefined,
): (text: string, cursor: number) => Completion | undefined {
  const count = countHosts(world);
  return (text, cursor) => {
    const now = world();
    const { hosts, groups, results = new Map() } = now;
    return complete(text, cursor, {
      hosts,
      groups,
      results,
      builtins: commands,
      history: history.lines(),
      count,
      remote: (target, query) => {
        const asked = target === undefined ? selected() : hostsOf(target, now);
        return asked && remote(asked, query);
      },
    });
  };
}
