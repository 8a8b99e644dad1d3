import type { Duplex, Readable } from 'node:stream';
import { safeText } from '../domain/output.ts';
import type { SessionKeys } from '../host-keys/session-keys.ts';
import { agentSocket } from './agent-socket.ts';
import { offeredAlgorithms, weakOnes } from './algorithms.ts';
import { aliveTimes } from './alive-times.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { handshakeError, linkCut, loginError } from './connect-failure.ts';
import { HostKeyCheck } from './host-key-check.ts';
import { NoSignature } from './lent-key.ts';
import { Login } from './login.ts';
import { loginRefusal } from './login-refusal.ts';
import { programOf, programSilent } from './proxy-words.ts';
import { rekeyAfter } from './rekeying.ts';
import { placeOf, type Route } from './route.ts';
import { Ssh2Connection } from './ssh2-connection.ts';
import { ssh2Parts } from './ssh2-parts.ts';
import { ssh2Words } from './ssh2-words.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** So high that ssh2's own count never matters: it ignores all other bytes. */
const keepaliveCountMax = 1000;

/** Handshake and login over an open socket. Rejects with `ConnectError`; then the socket is destroyed. */
export function logIn(
  route: Route,
  context: ConnectContext,
  socket: Duplex,
  times: WatchdogTimes,
  sessionKeys?: SessionKeys,
): Promise<Ssh2Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<Ssh2Connection>();
  const { signal, debug } = context;
  const place = placeOf(route);
  const client = new (ssh2Parts().Client)();
  const hostKey = new HostKeyCheck(route, context.notice, sessionKeys, debug);
  const login = new Login(route, context, () => fail(loginRefusal(route, login)));
  const agent = agentSocket(route);
  const alive = aliveTimes(route, times);
  const forwards = route.ssh.forwardAgent && !route.ssh.forwardsOther;
  let settled = false;

  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  // Several errors may come, also after we are done with the client: the first one counts, and each needs a listener.
  client.on('error', (error: Error & { level?: string }) => {
    // ssh2 continues with the next method by itself.
    if (error.level !== 'agent') fail(explain(error));
    else if (!(error instanceof NoSignature)) {
      login.hindrances.push(`ssh-agent: ${safeText(error.message)}`);
    }
  });
  client.on('close', () => fail(explain(linkCut())));
  // ssh2 would wait for a new password for ever.
  client.on('change password', () => fail(passwordExpired));
  client.once('handshake', ({ kex, serverHostKey, cs, sc }) => {
    const agreed = [kex, serverHostKey, cs.cipher, cs.mac, sc.cipher, sc.mac];
    debug?.(`handshake: agreed on ${[...new Set(agreed)].filter(Boolean).join(', ')}`);
    const told = weakOnes([...new Set(agreed)].filter((name) => name !== undefined));
    if (told.length > 0) context.notice(`weak algorithms in use: ${told.join(', ')}`);
  });
  client.on('ready', () => {
    if (settled) return;
    settled = true;
    signal.removeEventListener('abort', abort);
    login.end('accepted');
    debug?.('login: accepted');
    resolve(new Ssh2Connection(client, socket, alive, { env: route.ssh.env, debug }));
  });
  if (debug) client.on('banner', (text) => debug(`login: the host says: ${text.trim()}`));
  rekeyAfter(client, socket, route.ssh.rekeyLimit);
  if (socket.destroyed) fail(explain(socket.errored ?? linkCut()));
  if (!settled) start();
  return promise;

  function abort(): void {
    fail(hostKey.accepted ? tooLong(place, login.hindrances) : silent(route));
  }

  function fail(error: ConnectError): void {
    if (settled) return;
    settled = true;
    signal.removeEventListener('abort', abort);
    login.end(error.failure.kind === 'auth' ? 'refused' : 'undecided');
    socket.destroy();
    reject(error);
  }

  function explain(error: Error & { level?: string }): ConnectError {
    if (hostKey.refusal) return new ConnectError(hostKey.refusal, false);
    // The stream itself knows why it ended.
    if (error instanceof ConnectError) return error;
    if (error.level === 'client-authentication') return loginRefusal(route, login);
    return hostKey.accepted ? loginError(error, place, login) : handshakeError(error, place);
  }

  function start(): void {
    try {
      client.connect({
        sock: socket as Readable,
        username: route.user,
        readyTimeout: 0,
        keepaliveInterval: alive.keepalive,
        keepaliveCountMax,
        algorithms: offeredAlgorithms(hostKey.knownTypes, route.ssh),
        ...(forwards && agent !== undefined && { agent, agentForward: true }),
        ...(debug && { debug: ssh2Words(debug) }),
        hostVerifier: (key: Buffer) => hostKey.accepts(key),
        authHandler(left, partial, next) {
          const none = false as never;
          login.next(left, partial).then(
            (method) => next(method ?? none),
            () => next(none),
          );
        },
      });
    } catch (error) {
      fail(explain(error as Error));
    }
  }
}

function tooLong(place: string, hindrances: readonly string[]): ConnectError {
  const why = hindrances.length > 0 ? ` (${hindrances.join('; ')})` : '';
  const message = `no end of the login at ${place} in time${why} – connect_timeout: gives it longer, --debug says what it waits for`;
  return new ConnectError({ kind: 'timeout', message }, true);
}

function silent(route: Route): ConnectError {
  const program = programOf(route);
  if (program !== undefined) return programSilent(route, program);
  const message = `${placeOf(route)} took the connection but is silent – is that an SSH server?`;
  return new ConnectError({ kind: 'timeout', message }, true);
}

const passwordExpired = new ConnectError(
  {
    kind: 'auth',
    message: 'the password has expired – log in once with ssh and set a new one',
  },
  false,
);
