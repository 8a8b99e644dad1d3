import type { Invocation } from '../cli/arguments.ts';
import { printHosts } from '../cli/hosts.ts';
import { resolveTarget } from '../domain/target.ts';
import { NoInventory, openInventory } from './open-inventory.ts';
import { printOut } from './print-out.ts';
import { targetWorld } from './target-world.ts';

/** `tutti hosts TARGET`: works without an inventory too, where every name is a host. */
export async function listHosts(asked: Extract<Invocation, { kind: 'hosts' }>): Promise<number> {
  const { target, fold, count, json, options } = asked;
  const opened = await openInventory(options).catch((error: unknown) => {
    if (error instanceof NoInventory) return undefined;
    throw error;
  });
  const world = opened
    ? targetWorld(opened.inventory)
    : { hosts: [], groups: new Map(), anyHost: true };
  try {
    await printOut(printHosts(resolveTarget(target, world), { fold, count, json }));
    return 0;
  } finally {
    await opened?.close();
  }
}
