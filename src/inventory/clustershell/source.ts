import type { Place } from '../place.ts';

/** A source of groups, in ClusterShell's sense: a file, or commands that are asked. */
export interface GroupSource {
  readonly name: string;
  readonly place: Place;
  /** The names of its groups; nothing where it cannot list them. @throws UsageError */
  list(): Promise<readonly string[] | undefined>;
  /** What a group stands for, as written; nothing for one that is not there. @throws UsageError */
  map(group: string): Promise<string | undefined>;
  /** All its hosts, as written; nothing where it does not say. @throws UsageError */
  all(): Promise<string | undefined>;
  /** Where a group was written. */
  placeOf(group: string): Place;
}

/** Groups that stand in a file, with their places. */
export function fileSource(
  name: string,
  place: Place,
  groups: ReadonlyMap<string, { readonly value: string; readonly place: Place }>,
): GroupSource {
  return {
    name,
    place,
    list: () => Promise.resolve([...groups.keys()].filter((group) => group !== 'all')),
    map: (group) => Promise.resolve(groups.get(group)?.value),
    all: () => Promise.resolve(groups.get('all')?.value),
    placeOf: (group) => groups.get(group)?.place ?? place,
  };
}
