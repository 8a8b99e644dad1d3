import { once } from 'node:events';
import { type AddressInfo, createServer, connect as dialTcp } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Relay {
  readonly port: number;
  /** The port that new connections are passed on to. */
  to: number;
}

/** A loopback port that is another one, and yet another one later: a server that has changed. */
export async function relay(to: number): Promise<Relay> {
  const server = createServer((near) => {
    const far = dialTcp(passed.to, '127.0.0.1');
    near.pipe(far).pipe(near);
    near.on('error', () => far.destroy()).once('close', () => far.destroy());
    far.on('error', () => near.destroy()).once('close', () => near.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const passed = { port: (server.address() as AddressInfo).port, to };
  return passed;
}
