import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Host } from '../domain/host.ts';
import type { Group, Inventory } from '../domain/inventory.ts';
import type { OpenedInventory } from './open-inventory.ts';

const script = fileURLToPath(
  import.meta.url.endsWith('.ts')
    ? new URL('../demo.ts', import.meta.url)
    : new URL('./demo.js', import.meta.url),
);

interface Started {
  readonly hosts: readonly Host[];
  readonly groups: readonly Pick<Group, 'name' | 'hosts'>[];
}

/** Starts the embedded fleet in a process of its own. @throws when it does not come up. */
export async function startDemo(count: number): Promise<OpenedInventory> {
  const child = fork(script, [String(count)], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const started = await new Promise<Started>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Started));
    child.once('exit', (code) => reject(new Error(`the demo fleet did not start (exit ${code})`)));
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    inventory: toInventory(started),
    close() {
      // It may have been killed.
      if (child.connected) child.disconnect();
      return gone;
    },
  };
}

const toInventory = ({ hosts, groups }: Started): Inventory => ({
  hosts: new Map(hosts.map((host) => [host.name, host])),
  groups: new Map(groups.map((group) => [group.name, { ...group, guard: false, record: true }])),
  passwords: new Map(),
  identities: new Map(),
  warnings: [],
});
