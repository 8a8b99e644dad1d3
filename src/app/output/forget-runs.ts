import type { Cluster } from '../../cluster/cluster.ts';
import type { Run } from '../../domain/run.ts';
import type { Store } from '../../store/store.ts';

/** Runs that have ended leave the screen and the workers; their records stay. */
export function forgetRuns(runs: readonly Run[], store: Store, cluster: Cluster): void {
  store.act({ type: 'runs-forgotten', ids: new Set(runs.map(({ id }) => id)) });
  for (const { id, hosts } of runs) {
    store.lines.forget(id, hosts);
    cluster.forget(id);
  }
}
