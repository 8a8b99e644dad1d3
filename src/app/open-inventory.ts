import { homedir } from 'node:os';
import { noInventory } from '../cli/no-inventory.ts';
import type { Options } from '../cli/options.ts';
import { keepNames } from '../completion/kept-names.ts';
import { namesOf } from '../completion/names.ts';
import { type Inventory, InventoryError } from '../domain/inventory.ts';
import { findInventory, readInventory } from '../inventory/read-inventory.ts';
import { sshConfigNames } from '../inventory/ssh-config-names.ts';
import { cacheDirectory } from '../records/cache-directory.ts';
import { startDemo } from './start-demo.ts';

export interface OpenedInventory {
  readonly inventory: Inventory;
  /** Reads the same file again; absent: there is none. */
  readonly read?: () => Promise<Inventory>;
  /** Ends the demo fleet, where there is one. */
  close(): Promise<void>;
}

/** There is no inventory anywhere: the message is the one screen that tells what to do. */
export class NoInventory extends InventoryError {
  constructor() {
    super([]);
    this.message = noInventory(sshConfigNames()).trimEnd();
  }
}

/** The file that the options, the environment or the folder name. @throws NoInventory */
export function inventoryPath(options: Options): string {
  const file = findInventory({
    ...(options.inventory !== undefined && { flag: options.inventory }),
    env: process.env,
    cwd: process.cwd(),
    home: homedir(),
  });
  if (file === undefined) throw new NoInventory();
  return file;
}

/** The demo fleet, or the file that the options, the environment or the folder name. */
export async function openInventory(options: Options): Promise<OpenedInventory> {
  if (options.demo !== undefined) return startDemo(options.demo);
  const file = inventoryPath(options);
  const insecurePasswords = options.insecureInventoryPasswords === true;
  const read = async () => {
    const inventory = await readInventory(file, { insecurePasswords });
    keepNames(cacheDirectory(), file, namesOf(inventory));
    return inventory;
  };
  const inventory = await read();
  for (const warning of inventory.warnings) process.stderr.write(`tutti: ${warning}\n`);
  return { inventory, read, close: () => Promise.resolve() };
}
