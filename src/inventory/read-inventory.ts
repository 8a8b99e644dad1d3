import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Inventory } from '../domain/inventory.ts';
import { type Format, formats } from './formats.ts';
import { checkOwner, filesWithPrograms } from './programs-owner.ts';
import { checkSecrecy, filesWithSecrets, gitWarning } from './secrecy.ts';
import { readSourceFile, type SourceFile, wrongFile } from './source-file.ts';
import { resolved, type Written } from './written.ts';

export interface ReadOptions {
  /** Accept a file with passwords that others can read. */
  readonly insecurePasswords?: boolean;
  /** The name of its format; absent: it is recognised. */
  readonly format?: string;
}

/** Reads a file of hosts and groups. @throws InventoryError with every problem found */
export async function readInventory(file: string, options: ReadOptions = {}): Promise<Inventory> {
  return (await openInventoryFile(file, options)).inventory;
}

export interface InventoryFile {
  readonly inventory: Inventory;
  readonly source: SourceFile;
  readonly format: Format;
  readonly written: Written;
}

/** The same, with what was written and where. @throws InventoryError */
export async function openInventoryFile(
  file: string,
  { insecurePasswords = false, format: name }: ReadOptions = {},
): Promise<InventoryFile> {
  const source = await readSourceFile(file);
  const format = formats.find((each) => (name ? each.name === name : each.matches(source)));
  if (!format) throw wrongFile(file, 'this is no format tutti reads – write an inventory.yaml');
  const written = await format.read(source, homedir());
  const inventory = resolved(written, source, homedir());
  if (!source.program) filesWithPrograms(written.raw, written.places, source).forEach(checkOwner);
  // What a program prints is not kept in any file.
  const secret = source.program ? [] : filesWithSecrets(written.raw, written.places, source);
  if (!insecurePasswords) secret.forEach(checkSecrecy);
  const warnings = [...inventory.warnings, ...secret.flatMap(gitWarning)];
  return { inventory: { ...inventory, warnings }, source, format, written };
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
  if (named === '-') return '/dev/stdin';
  if (named) {
    const file = named.replace(/^~(?=\/)/, home);
    if (existsSync(path.resolve(cwd, file))) return file;
    const by = flag === undefined ? '$TUTTI_INVENTORY' : '--inventory';
    throw wrongFile(named, `there is no such file, which ${by} names – check the path`);
  }
  const config = env.XDG_CONFIG_HOME?.startsWith('/')
    ? env.XDG_CONFIG_HOME
    : path.join(home, '.config');
  const usual = ['inventory.yaml', path.join(config, 'tutti', 'inventory.yaml')];
  return usual.find((file) => existsSync(path.resolve(cwd, file)));
}
