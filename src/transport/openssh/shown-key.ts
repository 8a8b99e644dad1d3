import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folderVariable } from './askpass-program.ts';

/**
 * Prints nothing, so that no key is known by it (ssh_config(5), KnownHostsCommand); keeps the one that the host has shown
 * in the connection's folder.
 */
export const keyKeeperScript = `[ "$1" != HOSTNAME ] || printf '%s %s\\n' "$2" "$3" >"$${folderVariable}/shown-key"
`;

/** The key that was kept; undefined: none, or a certificate. */
export function readShownKey(folder: string): Buffer | undefined {
  try {
    const text = readFileSync(path.join(folder, 'shown-key'), 'utf8');
    const [type = '', base64 = ''] = text.trim().split(' ');
    return type.includes('-cert-') ? undefined : Buffer.from(base64, 'base64');
  } catch {
    return undefined;
  }
}
