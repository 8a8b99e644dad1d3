import { groupDepths } from '../group-graph.ts';
import type { AnsibleData, AnsibleGroup, Vars } from './data.ts';

/** The groups of an inventory as Ansible orders them. */
export interface AnsibleTree {
  /** The groups that hold a host themselves, without `all` and `ungrouped`. */
  groupsOf(host: string): readonly string[];
  /** These and all above them, level by level, the nearest first. */
  levels(groups: readonly string[]): readonly (readonly string[])[];
  /** All variables that these groups and those above them give, `all` too: the deepest wins, then the last by name. */
  varsOf(groups: readonly string[]): Vars;
}

/** As in Ansible's inventory/group.py and inventory/helpers.py. `data` holds no group that holds itself. */
export function ansibleTree(data: AnsibleData): AnsibleTree {
  const parents = new Map<string, string[]>();
  const direct = new Map<string, string[]>();
  for (const [name, group] of data.groups) {
    if (name === 'all') continue;
    for (const child of group.children.keys()) append(parents, child, name);
    if (name === 'ungrouped') continue;
    for (const host of group.hosts.keys()) append(direct, host, name);
  }
  const depths = groupDepths(
    new Map(
      [...data.groups].map(([name, { children }]) => [
        name,
        name === 'all' ? [] : [...children.keys()],
      ]),
    ),
  );

  return { groupsOf: (host) => direct.get(host) ?? [], levels, varsOf };

  function levels(groups: readonly string[]): string[][] {
    const seen = new Set<string>();
    const found: string[][] = [];
    for (let level = [...groups]; level.length > 0; ) {
      for (const name of level) seen.add(name);
      found.push(level);
      const above = level.flatMap((name) => parents.get(name) ?? []);
      level = [...new Set(above)].filter((name) => !seen.has(name));
    }
    return found;
  }

  function varsOf(groups: readonly string[]): Vars {
    const sorted = ['all', ...levels(groups).flat().sort(inOrder)]
      .map((name) => data.groups.get(name))
      .filter((group) => group !== undefined);
    return new Map([
      ...sorted.flatMap((group) => [...group.vars]),
      ...sorted.flatMap((group) => [...group.fileVars]),
    ]);
  }

  function inOrder(one: string, two: string): number {
    const byDepth = (depths.get(one) ?? 1) - (depths.get(two) ?? 1);
    const byPriority = priorityOf(data.groups.get(one)) - priorityOf(data.groups.get(two));
    return byDepth || byPriority || (one < two ? -1 : 1);
  }
}

function priorityOf(group: AnsibleGroup | undefined): number {
  const text = (
    group?.fileVars.get('ansible_group_priority') ?? group?.vars.get('ansible_group_priority')
  )?.value;
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : 1;
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
