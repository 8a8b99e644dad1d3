import { type Inventory, InventoryError } from '../../src/domain/inventory.ts';
import type { Format } from '../../src/inventory/formats.ts';
import type { SourceFile } from '../../src/inventory/source-file.ts';
import { resolved } from '../../src/inventory/written.ts';

/** A file of this text that lies nowhere, is called `i` and is ours alone. */
export const sourceOf = (text: string, path = 'i'): SourceFile => ({
  path,
  text,
  stats: { mode: 0o100600, uid: process.getuid?.() ?? 0 },
  program: false,
});

/** What the format makes of this text. @throws InventoryError */
export async function parseAs(format: Format, text: string, path?: string): Promise<Inventory> {
  const source = sourceOf(text, path);
  return resolved(await format.read(source, '/home/me'), source, '/home/me');
}

/** What a file is refused for, line by line; `read` when it is not. */
export const refusalOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'read',
    (error: unknown) => {
      if (error instanceof InventoryError) return error.message;
      throw error;
    },
  );

export const groupsOf = ({ groups }: Inventory): Record<string, readonly string[]> =>
  Object.fromEntries([...groups.values()].map(({ name, hosts }) => [name, hosts]));

/** How each host is reached, with its stored password in the clear. */
export const hostsOf = ({ hosts, passwords }: Inventory): Record<string, object> =>
  Object.fromEntries(
    [...hosts.values()].map((host) => {
      const { name, vars, shell, hostKeyCheck, password, ...how } = host;
      const secret = passwords.get(name)?.use((value) => value) ?? password?.kind;
      return [name, { ...how, ...(secret !== undefined && { password: secret }) }];
    }),
  );
