import type { Cluster } from '../../cluster/cluster.ts';
import { UsageError } from '../../domain/failure.ts';
import { fold } from '../../domain/fold.ts';
import type { Inventory } from '../../domain/inventory.ts';
import { openRoll, type Roll } from '../../domain/roll.ts';
import { batchesOf } from '../../domain/roll-batches.ts';
import type { RollRequest } from '../../shell/parse-roll.ts';
import type { Target } from '../../store/state.ts';
import { linesSent } from './expanded.ts';

interface World {
  readonly inventory: Inventory;
  readonly cluster: Pick<Cluster, 'states'>;
}

/**
 * The roll that was asked for, and the hosts it leaves out because they are down. @throws UsageError when the request
 * makes no sense, or when hosts are down and it does not say what to do about them
 */
export function askedRoll(
  { inventory, cluster }: World,
  { sizes, command, check, pause, skipDown }: RollRequest,
  target: Target,
): { readonly roll: Roll; readonly down: readonly string[] } {
  if (target.hosts.length === 0) {
    throw new UsageError('no hosts are selected – type @ and press Tab to choose, or @all');
  }
  const down = notConnected(cluster, target.hosts);
  if (down.length > 0 && !skipDown) {
    throw new UsageError(
      `${fold(down)} not connected: nothing was started – wait for them, or write down=skip to leave them out`,
    );
  }
  const hosts = target.hosts.filter((host) => !down.includes(host));
  if (hosts.length === 0) throw new UsageError('no host is connected – :reconnect tries again');
  for (const line of [command, check ?? '']) linesSent(inventory, { command: line }, hosts);
  const batches = batchesOf(hosts, sizes);
  const roll = openRoll({
    command,
    pause,
    target: target.text,
    batches,
    ...(check && { check }),
  });
  return { roll, down };
}

export const notConnected = ({ states }: World['cluster'], hosts: readonly string[]): string[] =>
  hosts.filter((host) => states.get(host).kind !== 'ready');
