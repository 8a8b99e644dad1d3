import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Places } from './place.ts';
import type { RawConnection, RawInventory } from './schema.ts';
import { type SourceFile, wrongFile } from './source-file.ts';

/** The files in which passwords or keys themselves are written. */
export function filesWithSecrets(
  { defaults = {}, hosts = {}, groups = {} }: RawInventory,
  places: Places,
  { path: file }: SourceFile,
): readonly string[] {
  const found = new Set<string>();
  look(['defaults'], defaults);
  for (const [name, host] of Object.entries(hosts)) look(['hosts', name], host);
  for (const [name, group] of Object.entries(groups)) look(['groups', name], group);
  return [...found];

  function look(at: readonly string[], { password, identity }: RawConnection): void {
    if (typeof password === 'string') found.add(places.at([...at, 'password']).file ?? file);
    if (identity !== undefined) found.add(places.at([...at, 'identity']).file ?? file);
  }
}

export const holdsSecrets = ({ defaults = {}, hosts = {}, groups = {} }: RawInventory): boolean =>
  [defaults, ...Object.values(hosts), ...Object.values(groups)].some(
    ({ password, identity }) => typeof password === 'string' || identity !== undefined,
  );

/** @throws InventoryError where others can read it */
export function checkSecrecy(file: string): void {
  const { mode, uid } = statSync(file);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && own !== 0) {
    throw wrongFile(
      file,
      `the file holds passwords and belongs to somebody else – make it yours: chown ${own} ${file}`,
    );
  }
  if ((mode & 0o077) === 0) return;
  throw wrongFile(file, `the file holds passwords and others can read it – run: chmod 600 ${file}`);
}

export function gitWarning(file: string): string[] {
  for (let folder = path.dirname(path.resolve(file)); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git')))
      return [`${file} holds passwords and lies in a git work tree – do not commit it`];
    if (folder === path.dirname(folder)) return [];
  }
}
