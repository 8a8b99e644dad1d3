import type { Cluster } from '../../cluster/cluster.ts';
import type { HostOutput } from '../../cluster/host-output.ts';
import type { SearchAsked, SearchListener } from '../../cluster/pool-searches.ts';
import { RunSearches } from '../../cluster/run-searches.ts';
import type { Failure } from '../../domain/failure.ts';
import { messageOf } from '../../domain/thrown.ts';

type Outputs = Promise<ReadonlyMap<string, HostOutput>>;

export interface OutputsHere {
  /** The outputs of a run of an earlier day; undefined if it is one of this session. */
  earlier(run: string): Outputs | undefined;
  /** The recorded outputs of hosts whose lines no worker has any more. */
  recorded(run: string, hosts: readonly string[]): Outputs;
}

/** Searches where the lines are: in the workers, in the open run of an earlier day, or in the records. */
export function searchLines(
  cluster: Pick<Cluster, 'search'>,
  outputsHere: OutputsHere,
): Pick<Cluster, 'search'> {
  let last = 0;
  let here: ReadonlyMap<string, HostOutput> = new Map();
  let asking: SearchAsked['from'] = [];
  let listener: SearchListener | undefined;
  const searches = new RunSearches({
    output: (_run, host) => here.get(host),
    put(event) {
      if (event.type !== 'found' || event.search !== last) return;
      if (event.hits.length > 0) listener?.found(event.hits);
      if (event.done) finish(event.failure, event.gone);
    },
  });

  /** `gone`: hosts of which no output is kept. */
  function finish(failure: Failure | undefined, gone: readonly string[] = []): void {
    const unseen = new Set(gone);
    // No more lines will come from what is on disk, even if less was recorded than was announced.
    const none = { lines: [], count: 0, to: Number.POSITIVE_INFINITY };
    listener?.found(
      asking.map(([host]) => ({ host, ...none, ...(unseen.has(host) && { unseen: true }) })),
    );
    listener?.done(failure);
  }

  async function searchHere(outputs: Outputs, search: number, asked: SearchAsked): Promise<void> {
    try {
      const known = await outputs;
      if (search !== last) return;
      here = known;
      asking = asked.from;
      await searches.begin({ type: 'search', search, ...asked });
    } catch (error) {
      if (search === last) finish({ kind: 'file', message: messageOf(error) });
    }
  }

  return {
    search(asked, told) {
      const search = ++last;
      listener = told;
      const earlier = outputsHere.earlier(asked.id);
      if (earlier) {
        void searchHere(earlier, search, asked);
        return;
      }
      cluster.search(asked, {
        found: told.found,
        done(failure, gone = []) {
          if (failure || gone.length === 0) return told.done(failure);
          const names = new Set(gone);
          const from = asked.from.filter(([host]) => names.has(host));
          void searchHere(outputsHere.recorded(asked.id, gone), search, { ...asked, from });
        },
      });
    },
  };
}
