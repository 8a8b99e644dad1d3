import { commands } from '../commands/index.ts';
import { resolveTarget } from '../domain/target.ts';
import type { TargetWorld } from '../domain/target-world.ts';
import { type Completion, complete } from '../shell/complete.ts';
import type { History } from './history.ts';

/** Completion over the inventory, the last run and the history. */
export function completion(
  world: () => TargetWorld,
  history: History,
): (text: string, cursor: number) => Completion | undefined {
  return (text, cursor) => {
    const now = world();
    const count = (target: string): number | undefined => {
      try {
        return resolveTarget(target, now, 'allow').length;
      } catch {
        return undefined;
      }
    };
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
