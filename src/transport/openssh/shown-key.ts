import { readFileSync } from 'node:fs';
import path from 'node:path';
import { folderVariable } from './askpass-program.ts';

/**
 * Prints nothing, so that it makes no key known (ssh_config(5), KnownHostsCommand); stores the key that the host
 * presents in the connection's folder.
 */
export const keyKeeperScript = `[ "$1" != HOSTNAME ] || printf '%s %s\\n' "$2" "$3" >"$${folderVariable}/shown-key"
`;

/** The stored key; undefined if there is none, or it is a certificate. */
export function readShownKey(folder: string): Buffer | undefined {
  try {
    const text = readFileSync(path.join(folder, 'shown-key'), 'utf8');
    const [type = '', base64 = ''] = text.trim().split(' ');
    return type.includes('-cert-') ? undefined : Buffer.from(base64, 'base64');
  } catch {
    return undefined;
  }
}
