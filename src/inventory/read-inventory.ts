import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync, type Stats, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Inventory, InventoryError } from '../domain/inventory.ts';
import { formats } from './formats.ts';
import { problem } from './mistakes.ts';

export interface ReadOptions {
  /** Accept a file with passwords that others can read. */
  readonly insecurePasswords?: boolean;
}

const largest = 4 * 1024 * 1024; // bytes

/** Reads a file of hosts and groups. @throws InventoryError with every problem found */
export async function readInventory(
  file: string,
  { insecurePasswords = false }: ReadOptions = {},
): Promise<Inventory> {
  const stats = statOf(file);
  const bytes = readFileSync(file);
  if (!isUtf8(bytes)) throw wrong(file, 'the file is not UTF-8 – convert it: iconv -t UTF-8');
  const text = bytes.toString().replace(/^\ufeff/, '');
  const format = formats.find((each) => each.matches(file, text.slice(0, 4096)));
  if (!format) throw wrong(file, 'this is no format tutti reads – write an inventory.yaml');
  const inventory = await format.parse(text, file, homedir());
  if (inventory.passwords.size + inventory.identities.size === 0) return inventory;
  if (!insecurePasswords) checkSecrecy(file, stats);
  return { ...inventory, warnings: [...inventory.warnings, ...gitWarning(file)] };
}

export interface Places {
  /** The file that was named on the command line. */
  readonly flag?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  readonly home: string;
}

/** Which file is meant; undefined: there is none anywhere. A file that was named and is not there is an InventoryError. */
export function findInventory({ flag, env, cwd, home }: Places): string | undefined {
  const named = flag ?? env.TUTTI_INVENTORY;
  if (named) {
    const file = named.replace(/^~(?=\/)/, home);
    if (existsSync(path.resolve(cwd, file))) return file;
    const by = flag === undefined ? '$TUTTI_INVENTORY' : '--inventory';
    throw wrong(named, `there is no such file, which ${by} names – check the path`);
  }
  const config = env.XDG_CONFIG_HOME?.startsWith('/')
    ? env.XDG_CONFIG_HOME
    : path.join(home, '.config');
  const usual = ['inventory.yaml', path.join(config, 'tutti', 'inventory.yaml')];
  return usual.find((file) => existsSync(path.resolve(cwd, file)));
}

function statOf(file: string): Stats {
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (error) {
    throw wrong(
      file,
      `the file cannot be read (${(error as NodeJS.ErrnoException).code}) – check the path and its rights`,
    );
  }
  if (stats.isDirectory()) throw wrong(file, 'this is a directory – name the file in it');
  if (stats.size > largest)
    throw wrong(file, 'the file is larger than 4 MB – write node sets such as web[001-999]');
  return stats;
}

function checkSecrecy(file: string, { mode, uid }: Stats): void {
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && own !== 0) {
    throw wrong(
      file,
      `the file holds passwords and belongs to somebody else – make it yours: chown ${own} ${file}`,
    );
  }
  if ((mode & 0o077) === 0) return;
  throw wrong(file, `the file holds passwords and others can read it – run: chmod 600 ${file}`);
}

function gitWarning(file: string): string[] {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git')))
      return [`${file} holds passwords and lies in a git work tree – do not commit it`];
    if (folder === path.dirname(folder)) return [];
  }
}

const wrong = (file: string, message: string): InventoryError =>
  new InventoryError([problem(file, { line: 1, column: 1 }, message)]);
