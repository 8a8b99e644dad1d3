import { onTestFinished } from 'vitest';
import type { Host } from '../../src/domain/host.ts';
import { openShell, type Program } from './program.ts';
import { Sandbox } from './sandbox.ts';
import { Sshd, type SshdOptions } from './sshd.ts';

/** A real sshd for an ordinary user, until the test is over. */
export async function realHost(options: SshdOptions = {}): Promise<Sshd> {
  const sshd = await Sshd.start({ loginShell: '/bin/bash', ...options });
  onTestFinished(() => sshd.stop());
  return sshd;
}

type Entry = Partial<Pick<Host, 'address' | 'port'>> & Readonly<Record<string, unknown>>;

/** How a real host stands in an inventory. */
export function entryOf({ host }: Sshd): Entry {
  const { address, port = 22, user, identityFiles, knownHosts } = host;
  return { address, port, user, identity_file: identityFiles, known_hosts: knownHosts };
}

/** A sandbox with an inventory of these hosts. */
export function inventoryOfHosts(hosts: Readonly<Record<string, Entry>>): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('inventory.yaml', JSON.stringify({ version: 1, hosts }));
  return sandbox;
}

/** The screen on these hosts, all of them selected. */
export function shellOn(
  hosts: Readonly<Record<string, Entry>>,
  size: { readonly columns?: number; readonly rows?: number } = {},
  args: readonly string[] = [],
): Promise<Program> {
  const sandbox = inventoryOfHosts(hosts);
  const inventory = `${sandbox.folder}/inventory.yaml`;
  return openShell({ sandbox, ...size, args: ['--inventory', inventory, ...args, '@all'] });
}

/** The same host under many names. */
export const named = (prefix: string, count: number, entry: Entry): Record<string, Entry> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`${prefix}${String(n + 1).padStart(2, '0')}`, entry]),
  );
