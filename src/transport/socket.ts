import { connect, type Socket } from 'node:net';
import { ConnectError } from './channel.ts';
import { socketError } from './connect-failure.ts';

/** A TCP connection of our own, so that it can always be destroyed. Rejects with `ConnectError`. */
export function openSocket(address: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port });
    // Nagle's algorithm would hold back the small packets that a login and a typed line are.
    socket.setNoDelay(true);
    const abort = () => {
      socket.destroy();
      reject(
        new ConnectError({ kind: 'timeout', message: `no answer from ${address}:${port}` }, true),
      );
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    socket.on('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(socketError(error, `${address}:${port}`));
    });
  });
}
