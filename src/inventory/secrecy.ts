import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Places } from './place.ts';
import { rawConnections } from './raw-connections.ts';
import type { RawInventory } from './schema.ts';
import { type SourceFile, wrongFile } from './source-file.ts';

/** The files in which passwords or keys themselves are written. */
export function filesWithSecrets(
  inventory: RawInventory,
  places: Places,
  { path: file }: SourceFile,
): readonly string[] {
  const found = new Set<string>();
  for (const [at, { password, identity }] of rawConnections(inventory)) {
    if (typeof password === 'string') found.add(places.at([...at, 'password']).file ?? file);
    if (identity !== undefined) found.add(places.at([...at, 'identity']).file ?? file);
  }
  return [...found];
}

export const holdsSecrets = (inventory: RawInventory): boolean =>
  rawConnections(inventory).some(
    ([, { password, identity }]) => typeof password === 'string' || identity !== undefined,
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
