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
  const commands = hosts.map((host) => {
    const index = run.hosts.indexOf(host);
    return expandFor(run.command, { host, index, count: run.hosts.length, vars: vars(host) });
  });
  hosts.forEach((host, at) => {
    const command = commands[at] ?? '';
    cluster.start(run.id, { ...operation, hosts: [host], command });
  });
}
