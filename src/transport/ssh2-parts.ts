import { createRequire } from 'node:module';
import type ssh2 from 'ssh2';
import { guardAddon } from './addon-guard.ts';

type Parts = Pick<typeof ssh2, 'Client' | 'BaseAgent' | 'OpenSSHAgent'> &
  Pick<typeof ssh2.utils, 'parseKey'>;

let parts: Parts | undefined;

/** ssh2, as far as it is used; read when it is first asked for, which takes 20 ms. */
export function ssh2Parts(): Parts {
  parts ??= read();
  return parts;
}

/**
 * ssh2's index would read Node's http and https too, for agents that nobody needs here; these may read every certificate
 * of the system (NODE_EXTRA_CA_CERTS).
 */
function read(): Parts {
  guardAddon();
  const load = createRequire(import.meta.url);
  const { BaseAgent, OpenSSHAgent } = load('ssh2/lib/agent.js') as Parts;
  const { parseKey } = load('ssh2/lib/protocol/keyParser.js') as Parts;
  return {
    Client: load('ssh2/lib/client.js') as Parts['Client'],
    BaseAgent,
    OpenSSHAgent,
    parseKey,
  };
}
