import type { Inventory } from '../../domain/inventory.ts';
import type { Asked } from '../../domain/run.ts';
import { expandFor, needsExpansion } from '../../shell/expand.ts';

/** The distinct lines that these hosts are sent; none for a transfer. @throws as `expandedLines` */
export function linesSent(
  inventory: Inventory,
  { command, transfer, whole }: Asked,
  hosts: readonly string[],
): readonly string[] {
  if (transfer) return [];
  if (!needsExpansion(command)) return [command];
  return [...new Set(expandedLines(inventory, command, whole ?? hosts, hosts).values())];
}

/**
 * Each host's own line, where `hosts` may be a part of the target: `index` and `count` are those in the whole. @throws
 * UsageError for a variable that a host does not have
 */
export function expandedLines(
  inventory: Inventory,
  command: string,
  target: readonly string[],
  hosts: readonly string[] = target,
): Map<string, string> {
  const known = new Set([...inventory.hosts.values()].flatMap((host) => Object.keys(host.vars)));
  const places = new Map(target.map((host, index) => [host, index]));
  return new Map(
    hosts.map((host) => {
      const vars = inventory.hosts.get(host)?.vars ?? {};
      const index = places.get(host) ?? 0;
      return [host, expandFor(command, { host, index, count: target.length, vars, known })];
    }),
  );
}
