import { safeText } from '../domain/output.ts';
import { ConnectError } from './channel.ts';

/** The server (or what stands before it) ended the link before there was a login: it is busy, not wrong. */
export class HandshakeDropped extends ConnectError {}

/** An error of the socket before the handshake began. */
export function socketError(error: Error, place: string): ConnectError {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(`connection refused by ${place} – is sshd running there?`);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
      return unreachable(`no address for ${place} – check address: in the inventory`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable(`no route to ${place} – is the network up?`);
    case 'ETIMEDOUT':
      return new ConnectError({ kind: 'timeout', message: `no answer from ${place}` }, true);
    case 'EMFILE':
      return unreachable('too many open files – raise ulimit -n');
    default:
      return unreachable(`${place}: ${safeText(error.message)}`);
  }
}

/** An error of ssh2 during handshake or login. */
export function handshakeError(error: Error, place: string): ConnectError {
  const { level, code } = error as Error & { level?: string; code?: string };
  const message = safeText(error.message);
  const isDrop = /lost before handshake|timed out while waiting for handshake/i.test(message);
  if (isDrop || code === 'ECONNRESET' || code === 'EPIPE') {
    const failure = {
      kind: 'unreachable',
      message: `${place} dropped the handshake – is it overloaded? (MaxStartups)`,
    } as const;
    return new HandshakeDropped(failure, true);
  }
  if (level === 'client-timeout')
    return new ConnectError({ kind: 'timeout', message: `no answer from ${place}` }, true);
  return new ConnectError({ kind: 'protocol', message: `${place}: ${message}` }, false);
}

const unreachable = (message: string): ConnectError =>
  new ConnectError({ kind: 'unreachable', message }, true);
