import { quoted } from '../../domain/quoted.ts';
import type { Draft } from '../draft.ts';
import { deepestGroups, groupCycles, groupDepths } from '../group-graph.ts';
import type { AnsibleData } from './data.ts';

/** A group that holds itself is told where it does so, and cut there; so is one that lies too deep. */
export function breakGroupCycles({ groups }: AnsibleData, draft: Draft): void {
  const graph = () =>
    new Map([...groups].map(([name, { children }]) => [name, [...children.keys()]]));
  for (const { group, last } of groupCycles(graph())) {
    const message = `group ${quoted(group)} holds itself, by way of ${quoted(last)} – take it out here`;
    cut(last, group, message);
  }
  const depths = groupDepths(graph());
  const deep = [...depths].filter(([, depth]) => depth > deepestGroups).map(([name]) => name);
  const [first] = deep;
  if (first === undefined) return;
  const isDeep = new Set(deep);
  const message = `groups are nested more than ${deepestGroups} deep here – write them flatter`;
  const parent = [...groups].find(([, { children }]) => children.has(first))?.[0];
  if (parent !== undefined) cut(parent, first, message);
  for (const { children } of groups.values())
    for (const child of [...children.keys()]) if (isDeep.has(child)) children.delete(child);

  function cut(parent: string, child: string, message: string): void {
    const place = groups.get(parent)?.children.get(child);
    groups.get(parent)?.children.delete(child);
    if (place) draft.wrong(place, message);
  }
}
