import { commands } from '../commands/index.ts';
import { resolveTarget } from '../domain/target.ts';
import type { TargetWorld } from '../domain/target-world.ts';
import { type Completion, complete } from '../shell/complete.ts';
import type { History } from './history.ts';

/** How many hosts a target selects now; undefined while it is not one. */
export const countHosts =
  (world: () => TargetWorld) =>
  (target: string): number | undefined => {
    try {
      return resolveTarget(target, world(), 'allow').length;
    } catch {
      return undefined;
    }
  };

/** Completion over the inventory, the last run and the history. */
export function completion(
  world: () => TargetWorld,
  history: History,
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
    });
  };
}
