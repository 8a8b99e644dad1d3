import { safeText } from '../domain/output.ts';
import { codeOf } from '../domain/thrown.ts';
import { ConnectError } from './channel.ts';

/** The server (or something in front of it) ended the link before the login: it is busy, not wrong. */
export class HandshakeDropped extends ConnectError {}

/** An error of the socket before the handshake began. */
export function socketError(error: Error, place: string): ConnectError {
  const code = codeOf(error);
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
      return unreachable(`${place}: ${safeText(error.message || String(code))}`);
  }
}

/** An error of ssh2 before the login began. */
export function handshakeError(error: Error, place: string): ConnectError {
  const message = safeText(error.message);
  if (isCut(error)) {
    const why = `${place} dropped the handshake – is it overloaded? (MaxStartups)`;
    return new HandshakeDropped({ kind: 'unreachable', message: why }, true);
  }
  if (/no matching/i.test(message)) {
    const why = `${place}: ${message} – it takes none of the algorithms that are offered`;
    const needsOpenssh = message.replace(/^.*?(?=no matching)/i, '');
    return new ConnectError({ kind: 'protocol', message: why, needsOpenssh }, false);
  }
  const why = `${place}: ${message} – is that an SSH server?`;
  return new ConnectError({ kind: 'protocol', message: why }, false);
}

export interface LoginSoFar {
  /** A password was sent, which the server may have counted. */
  readonly secretSent: boolean;
  /** The login is waiting for an answer. */
  readonly asking?: boolean;
  /** Why no password was sent; replaces every other reason. */
  readonly reason?: string | undefined;
}

/** An error while logging in. */
export function loginError(
  error: Error,
  place: string,
  { secretSent, asking = false, reason }: LoginSoFar,
): ConnectError {
  const message = safeText(error.message);
  if (/too many authentication failures/i.test(message)) {
    const last = secretSent
      ? `${place}: the password was refused, as the last of too many tries – check user: and password:`
      : `${place}: too many keys were refused – name the right one by identity_file:`;
    return new ConnectError({ kind: 'auth', message: reason ?? last }, false);
  }
  if (!isCut(error)) {
    return new ConnectError({ kind: 'protocol', message: `${place}: ${message}` }, false);
  }
  if (asking && !secretSent) {
    return unreachable(`${place} waited no longer for the answer – give it: the host comes back`);
  }
  // Sending it again could lock the account.
  if (secretSent) {
    const ask = `${place} waited no longer for the answer – reconnect to be asked anew`;
    if (asking) return new ConnectError({ kind: 'auth', message: ask }, false);
    const why = `${place} closed the connection instead of answering the password – check user: and password:`;
    return new ConnectError({ kind: 'auth', message: why }, false);
  }
  return unreachable(
    `${place} closed the connection during the login – see its log, and ours: --debug`,
  );
}

/** The error for a link that ended without one of its own. */
export const linkCut = (): Error => Object.assign(new Error('connection lost'), { code: 'EPIPE' });

const isCut = (error: Error): boolean =>
  /lost before handshake/i.test(error.message) ||
  ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '');

const unreachable = (message: string): ConnectError =>
  new ConnectError({ kind: 'unreachable', message }, true);
