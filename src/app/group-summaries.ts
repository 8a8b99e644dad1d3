import type { Inventory } from '../domain/inventory.ts';

/** The groups and how many hosts each has; counted again only when the groups have changed. */
export function groupSummaries(
  inventory: Pick<Inventory, 'groups'>,
): () => readonly { readonly name: string; readonly hosts: number }[] {
  const summarize = () =>
    [...inventory.groups.values()].map(({ name, hosts }) => ({ name, hosts: hosts.length }));
  let groups = inventory.groups;
  let summaries = summarize();
  return () => {
    if (groups === inventory.groups) return summaries;
    groups = inventory.groups;
    summaries = summarize();
    return summaries;
  };
}
