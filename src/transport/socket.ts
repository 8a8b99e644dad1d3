import { connect, type Socket } from 'node:net';
import type { Debug } from '../domain/debug.ts';
import { ConnectError } from './channel.ts';
import { socketError } from './connect-failure.ts';
import { corkWrites } from './cork-writes.ts';
import { placeOf, type Route } from './route.ts';

/** How long one of several addresses of a name may take, ms; Node's default of 250 is less than some round trips. */
const perAddress = 2000;

/** Opens a TCP connection ourselves, so that it can always be destroyed. Rejects with `ConnectError`. */
export function openSocket(route: Route, signal: AbortSignal, debug?: Debug): Promise<Socket> {
  const place = placeOf(route);
  const { address, port, ssh } = route;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(noAnswer(place));
    const socket = connect({
      host: address,
      port,
      autoSelectFamilyAttemptTimeout: perAddress,
      ...(ssh.family && { family: ssh.family }),
      ...(ssh.bindAddress !== undefined && { localAddress: ssh.bindAddress }),
    });
    if (debug) tell(socket, debug);
    // Nagle's algorithm would delay the small packets of logins and typed lines.
    socket.setNoDelay(true);
    socket.setKeepAlive(ssh.tcpKeepAlive);
    corkWrites(socket);
    const abort = () => {
      socket.destroy();
      reject(noAnswer(place));
    };
    signal.addEventListener('abort', abort, { once: true });
    socket.once('connect', () => {
      signal.removeEventListener('abort', abort);
      resolve(socket);
    });
    // Never removed: an error without a listener would end the process.
    socket.on('error', (error) => {
      signal.removeEventListener('abort', abort);
      reject(socketError(error, place));
    });
  });
}

/** Each address of the name, and what came of it. */
function tell(socket: Socket, debug: Debug): void {
  const place = (address: string, port: number) => placeOf({ address, port });
  const failed = (address: string, port: number, why: string) =>
    debug(`connect: ${place(address, port)}: ${why}`);
  socket.on('lookup', (error, address, _, name) =>
    debug(`connect: ${name} is ${error ? `unknown (${error.message})` : address}`),
  );
  socket.on('connectionAttempt', (ip, port) => debug(`connect: TCP to ${place(ip, port)}`));
  socket.on('connectionAttemptFailed', (ip, port, _, error) => failed(ip, port, error.message));
  socket.on('connectionAttemptTimeout', (ip, port) => failed(ip, port, 'no answer'));
  socket.once('connect', () =>
    debug(`connect: TCP is there, from port ${socket.localPort} of ${socket.localAddress}`),
  );
}

const noAnswer = (place: string): ConnectError =>
  new ConnectError(
    { kind: 'timeout', message: `no answer from ${place} – is the address right?` },
    true,
  );
