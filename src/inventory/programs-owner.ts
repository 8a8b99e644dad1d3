import { statSync } from 'node:fs';
import type { Places } from './place.ts';
import { rawConnections } from './raw-connections.ts';
import type { RawInventory } from './schema.ts';
import { type SourceFile, wrongFile } from './source-file.ts';

/** Of ssh's options those that run programs here. */
const running = /^(?:proxycommand|knownhostscommand|localcommand|match)$/i;

/** The files that name programs to be run on this machine. */
export function filesWithPrograms(
  inventory: RawInventory,
  places: Places,
  { path: file }: SourceFile,
): readonly string[] {
  const found = new Set<string>();
  for (const [at, { password_command, ssh_options }] of rawConnections(inventory)) {
    if (password_command) found.add(places.at([...at, 'password_command']).file ?? file);
    if (Object.keys(ssh_options ?? {}).some((option) => running.test(option))) {
      found.add(places.at([...at, 'ssh_options']).file ?? file);
    }
  }
  return [...found];
}

/**
 * As ssh takes its own configuration only from its user: who enters a folder must not run what somebody else has put into
 * an inventory there. @throws InventoryError
 */
export function checkOwner(file: string): void {
  const { mode, uid } = statSync(file);
  const own = process.getuid?.();
  if (own !== undefined && uid !== own && uid !== 0) {
    throw wrongFile(
      file,
      `it names programs to be run here and belongs to somebody else – look through it, then make it yours: chown ${own} ${file}`,
    );
  }
  if ((mode & 0o022) === 0) return;
  throw wrongFile(
    file,
    `it names programs to be run here and others can write it – run: chmod go-w ${file}`,
  );
}
