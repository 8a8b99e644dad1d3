import { quoted } from '../domain/quoted.ts';
import type { AnsibleData } from './ansible-data.ts';
import type { Draft } from './draft.ts';

/** A group that holds itself is told where it does so, and cut there. */
export function breakGroupCycles({ groups }: AnsibleData, draft: Draft): void {
  const done = new Set<string>();
  for (const start of groups.keys()) walk(start);

  /** Depth first, without recursion: a chain may be as long as the file. */
  function walk(start: string): void {
    if (done.has(start)) return;
    const open = [{ name: start, children: childrenOf(start) }];
    const onWay = new Set([start]);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const child = top.children.pop();
      if (child === undefined) {
        done.add(top.name);
        onWay.delete(top.name);
        open.pop();
      } else if (onWay.has(child)) cut(top.name, child);
      else if (!done.has(child)) {
        onWay.add(child);
        open.push({ name: child, children: childrenOf(child) });
      }
    }
  }

  function cut(parent: string, child: string): void {
    const place = groups.get(parent)?.children.get(child);
    groups.get(parent)?.children.delete(child);
    if (place)
      draft.wrong(
        place,
        `group ${quoted(child)} holds itself, by way of ${quoted(parent)} – take it out here`,
      );
  }

  function childrenOf(name: string): string[] {
    return [...(groups.get(name)?.children.keys() ?? [])];
  }
}
