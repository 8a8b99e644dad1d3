/** Groups by name, with those that each of them holds. */
export type GroupGraph = ReadonlyMap<string, readonly string[]>;

/** Groups in groups beyond this are a slip, and would take time without bound. */
export const deepestGroups = 100;

export interface GroupCycle {
  /** It holds itself … */
  readonly group: string;
  /** … by way of this one, which it names, */
  readonly via: string;
  /** and which in the end is named by this one. */
  readonly last: string;
}

/** Every way in which a group holds itself; without the steps from `last` to `group` there is none. */
export function groupCycles(graph: GroupGraph): GroupCycle[] {
  const found: GroupCycle[] = [];
  const done = new Set<string>();
  for (const start of graph.keys()) if (!done.has(start)) walk(start);
  return found;

  /** Depth first, without recursion: a chain may be as long as the file. */
  function walk(start: string): void {
    const way = [{ name: start, left: childrenOf(start) }];
    const places = new Map([[start, 0]]);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const child = top.left.next();
      const place = child.done ? undefined : places.get(child.value);
      if (child.done) {
        done.add(top.name);
        places.delete(top.name);
        way.pop();
      } else if (place !== undefined) {
        const via = way[place + 1]?.name ?? child.value;
        found.push({ group: child.value, via, last: top.name });
      } else if (!done.has(child.value)) {
        places.set(child.value, way.length);
        way.push({ name: child.value, left: childrenOf(child.value) });
      }
    }
  }

  function childrenOf(name: string): Iterator<string, undefined> {
    return (graph.get(name) ?? []).values() as Iterator<string, undefined>;
  }
}

/** The longest way down to each group, from 1. The graph has no cycles. */
export function groupDepths(graph: GroupGraph): Map<string, number> {
  const waiting = new Map([...graph.keys()].map((name) => [name, 0]));
  for (const children of graph.values())
    for (const child of children) waiting.set(child, (waiting.get(child) ?? 0) + 1);
  const ready = [...waiting].filter(([, count]) => count === 0).map(([name]) => name);
  const depths = new Map(ready.map((name) => [name, 1]));
  for (const name of ready) {
    const depth = depths.get(name) ?? 1;
    for (const child of graph.get(name) ?? []) {
      depths.set(child, Math.max(depths.get(child) ?? 1, depth + 1));
      const left = (waiting.get(child) ?? 0) - 1;
      waiting.set(child, left);
      if (left === 0) ready.push(child);
    }
  }
  return depths;
}
