import { createRequire } from 'node:module';
import type ssh2 from 'ssh2';
import { guardAddon } from './addon-guard.ts';

guardAddon();
// ssh2's index reads Node's http and https too, for agents that nobody needs here; these may read every
// certificate of the system (NODE_EXTRA_CA_CERTS).
const load = createRequire(import.meta.url);

export const { BaseAgent, OpenSSHAgent } = load('ssh2/lib/agent.js') as Pick<
  typeof ssh2,
  'BaseAgent' | 'OpenSSHAgent'
>;
export const { parseKey } = load('ssh2/lib/protocol/keyParser.js') as Pick<
  typeof ssh2.utils,
  'parseKey'
>;
export const Client = load('ssh2/lib/client.js') as typeof ssh2.Client;
