import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect as dialTcp } from 'node:net';

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Settles when something listens there; throws when `child` ends before. */
export async function answering(
  port: number,
  child: ChildProcess,
  address = '127.0.0.1',
): Promise<void> {
  while (child.exitCode === null) {
    const socket = dialTcp(port, address);
    const up = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the server ended with code ${child.exitCode}`);
}
