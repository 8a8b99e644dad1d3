import type { Cluster } from '../cluster/cluster.ts';
import type { HostOutput } from '../cluster/host-output.ts';
import type { SearchAsked, SearchListener } from '../cluster/pool-searches.ts';
import { RunSearches } from '../cluster/run-searches.ts';

/** What is here of a run of an earlier day; undefined: the workers have this run. */
type OutputsOf = (run: string) => Promise<ReadonlyMap<string, HostOutput>> | undefined;

/** Searches where the lines are: with the workers, or in the run of an earlier day that is looked at. */
export function searchLines(
  cluster: Pick<Cluster, 'search'>,
  outputsOf: OutputsOf,
): Pick<Cluster, 'search'> {
  let last = 0;
  let here: ReadonlyMap<string, HostOutput> = new Map();
  let listener: SearchListener | undefined;
  const searches = new RunSearches({
    output: (_run, host) => here.get(host),
    put(event) {
      if (event.type !== 'found' || event.search !== last) return;
      if (event.hits.length > 0) listener?.found(event.hits);
      if (event.done) listener?.done(event.failure);
    },
  });

  async function searchHere(
    outputs: ReturnType<OutputsOf>,
    search: number,
    asked: SearchAsked,
  ): Promise<void> {
    const known = (await outputs) ?? new Map();
    if (search !== last) return;
    here = known;
    await searches.begin({ type: 'search', search, ...asked });
  }

  return {
    search(asked, told) {
      last += 1;
      listener = told;
      const outputs = outputsOf(asked.id);
      if (outputs) void searchHere(outputs, last, asked);
      else cluster.search(asked, told);
    },
  };
}
