import type { Inventory } from '../domain/inventory.ts';

/** The groups with the number of their hosts; counted again only when they are others. */
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
