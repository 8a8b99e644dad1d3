import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { keepNames, readKeptNames } from '../../completion/kept-names.ts';
import { type Names, namesOf } from '../../completion/names.ts';
import { configparser } from '../../inventory/configparser.ts';
import { type Format, formats } from '../../inventory/formats.ts';
import { hostList } from '../../inventory/host-list.ts';
import { findInventory, readInventory } from '../../inventory/read-inventory.ts';
import { readSourceFile } from '../../inventory/source-file.ts';
import { sshConfig } from '../../inventory/ssh-config.ts';
import { yaml } from '../../inventory/yaml.ts';
import { cacheDirectory } from '../../records/cache-directory.ts';

/** The names of the inventory that a line would use; `flag`: its --inventory. @throws as reading it does */
export async function readNames(flag: string | undefined): Promise<Names> {
  const places = { env: process.env, cwd: process.cwd(), home: homedir() };
  const file = findInventory({ ...places, ...(flag !== undefined && { flag }) });
  if (file === undefined) throw new Error('no inventory');
  const kept = readKeptNames(cacheDirectory(), file);
  if (kept?.fresh) return kept;
  if (await needsMore(file)) return kept ?? { hosts: [], groups: new Map() };
  // Passwords play no part here.
  const names = namesOf(await readInventory(file, { insecurePasswords: true }));
  keepNames(cacheDirectory(), file, names);
  return names;
}

/** Pressing Tab must not run a program or empty a pipe. */
async function needsMore(file: string): Promise<boolean> {
  if (!statSync(file).isFile()) return true; // a pipe can be read once only
  const source = await readSourceFile(file);
  const format = formats.find((each) => each.matches(source));
  return !format || !readAlone.includes(format);
}

/** The formats that can be read without running a program. */
const readAlone: readonly Format[] = [sshConfig, configparser, hostList, yaml];
