import { homedir } from 'node:os';
import path from 'node:path';
import { noInventory } from '../cli/no-inventory.ts';
import type { Options } from '../cli/options.ts';
import { keepNames } from '../completion/kept-names.ts';
import { namesOf } from '../completion/names.ts';
import { type Inventory, InventoryError } from '../domain/inventory.ts';
import { safeText } from '../domain/output.ts';
import {
  findInventory,
  type InventoryFile,
  openInventoryFile,
} from '../inventory/read-inventory.ts';
import { sshConfigNames } from '../inventory/ssh-config-names.ts';
import { cacheDirectory } from '../records/cache-directory.ts';
import { sshHome } from '../ssh-config/ssh-home.ts';
import { startDemo } from './start-demo.ts';

/** ms. */
const slow = 2000;

export interface OpenedInventory {
  readonly inventory: Inventory;
  /** Reads the same file again; absent: there is none. */
  readonly read?: () => Promise<Inventory>;
  /** Set when the inventory is itself an ssh configuration, one that ssh would not read by itself. */
  readonly sshConfig?: string;
  /** Ends the demo fleet, where there is one. */
  close(): Promise<void>;
}

/** No inventory was found anywhere; the message is the page that says what to do. */
export class NoInventory extends InventoryError {
  constructor() {
    super([]);
    this.message = noInventory(sshConfigNames(sshHome())).trimEnd();
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
    const opened = await openInventoryFile(file, { insecurePasswords });
    keepNames(cacheDirectory(), file, namesOf(opened.inventory));
    return opened;
  };
  const opened = await toldWhenSlow(file, read());
  const { inventory } = opened;
  for (const warning of inventory.warnings) process.stderr.write(`tutti: ${warning}\n`);
  return {
    inventory,
    read: async () => (await read()).inventory,
    ...ownSshConfig(opened),
    close: () => Promise.resolve(),
  };
}

/** A program that lists hosts may be slow; after a while we say what we are waiting for. */
async function toldWhenSlow<T>(file: string, reading: Promise<T>): Promise<T> {
  const tell = () => process.stderr.write(`tutti: still reading ${safeText(file)}\n`);
  const timer = process.stderr.isTTY ? setTimeout(tell, slow) : undefined;
  return reading.finally(() => clearTimeout(timer));
}

/** The hosts of an ssh configuration are dialled as that file says. */
export function ownSshConfig({ source, format }: InventoryFile): { readonly sshConfig?: string } {
  const file = path.resolve(source.path);
  const usual = [path.join(sshHome(), '.ssh', 'config'), '/etc/ssh/ssh_config'];
  return format.name === 'ssh-config' && !usual.includes(file) ? { sshConfig: file } : {};
}
