import type { Cluster, ClusterEvent } from '../../cluster/cluster.ts';
import type { Inventory } from '../../domain/inventory.ts';
import type { TargetWorld } from '../../domain/target-world.ts';
import type { Store } from '../../store/store.ts';
import type { History } from '../history.ts';
import { completion } from './completion.ts';
import { localNames } from './local-names.ts';
import { RemoteNames } from './remote-names.ts';

interface ShellCompletionOptions {
  readonly store: Store;
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly history: History;
  world(): TargetWorld;
}

/** What Tab offers at the prompt, and where it gets names from. */
export function shellCompletion(options: ShellCompletionOptions) {
  const { store, cluster, inventory, history, world } = options;
  let moreNames = () => {};
  const remote = new RemoteNames(cluster, () => moreNames());
  const here = localNames(() => moreNames());
  return {
    complete: completion({
      world,
      selected: () => store.state().target.hosts,
      runs: () => store.state().runs,
      history,
      remote: (hosts, query) => remote.ask(hosts, query),
      here: here.ask,
      variables: (host) => inventory.hosts.get(host)?.vars ?? {},
    }),
    /** Calls `listener` whenever `complete` may have more to offer. */
    onMoreNames: (listener: () => void) => {
      moreNames = listener;
    },
    take: (event: ClusterEvent) => remote.take(event),
    close: () => here.close(),
  };
}
