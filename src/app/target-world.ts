import type { Inventory } from '../domain/inventory.ts';
import { resultSets } from '../domain/run-sets.ts';
import type { TargetWorld } from '../domain/target-world.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';

/** Where the target language looks names up, before any run. */
export function targetWorld(inventory: Inventory): TargetWorld {
  const groups = [...inventory.groups.values()].map(({ name, hosts }) => [name, hosts] as const);
  return { hosts: [...inventory.hosts.keys()], groups: new Map(groups) };
}

/**
 * The same with the result sets of the newest run, the marks and the previous target; made anew only when the state has
 * changed.
 */
export function worldOfShell(inventory: Inventory, store: Store): () => TargetWorld {
  let hosts = inventory.hosts;
  let fixed = targetWorld(inventory);
  let seen: State | undefined;
  let world = fixed;
  return () => {
    const state = store.state();
    if (state === seen && inventory.hosts === hosts) return world;
    if (inventory.hosts !== hosts) fixed = targetWorld(inventory);
    hosts = inventory.hosts;
    seen = state;
    world = { ...fixed, results: resultsOf(state) };
    return world;
  };
}

function resultsOf({ runs, hosts, now, unmasked, marked, targetStack }: State) {
  const before = targetStack.at(-1)?.target.hosts;
  return resultSets(runs.at(-1), hosts, now, !unmasked, { marked, ...(before && { before }) });
}
