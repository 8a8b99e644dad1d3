import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { onTestFinished } from 'vitest';
import { Sandbox } from './sandbox.ts';

/** A sandbox whose inventory.yaml has one host, web01, which is `silent`: it takes connections and never says anything. */
export async function withSilentHost(): Promise<{ sandbox: Sandbox; silent: Server }> {
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const sandbox = new Sandbox();
  const host = `web01: { address: 127.0.0.1, port: ${port}, user: me, password: x }`;
  sandbox.write('inventory.yaml', `version: 1\nhosts:\n  ${host}\n`);
  return { sandbox, silent };
}
