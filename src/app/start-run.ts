import type { Cluster, StartOptions } from '../cluster/cluster.ts';
import type { Inventory } from '../domain/inventory.ts';
import type { Run } from '../domain/run.ts';
import { expandFor, needsExpansion } from '../shell/expand.ts';

/**
 * Sends a run's line to `hosts`. Where it holds `%{…}` each host gets its own text.
 * @throws UsageError for a variable that a host does not have; then nothing was sent.
 */
export function startRun(
  cluster: Cluster,
  inventory: Inventory,
  run: Run,
  hosts: readonly string[],
  options: Omit<StartOptions, 'kind' | 'hosts' | 'command'>,
): void {
  const operation = { kind: 'run', ...options } as const;
  if (!needsExpansion(run.command)) {
    cluster.start(run.id, { ...operation, hosts, command: run.command });
    return;
  }
  const vars = (host: string) => inventory.hosts.get(host)?.vars ?? {};
  const known = new Set([...inventory.hosts.values()].flatMap((host) => Object.keys(host.vars)));
  const commands = hosts.map((host): [string, string] => {
    const index = run.hosts.indexOf(host);
    const count = run.hosts.length;
    return [host, expandFor(run.command, { host, index, count, vars: vars(host), known })];
  });
  cluster.start(run.id, { ...operation, hosts, command: run.command, commands: new Map(commands) });
}
