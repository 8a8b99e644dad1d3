import type { Duplex } from 'node:stream';
import ssh2, { type Client } from 'ssh2';
import type { Host } from '../domain/host.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { type ConnectContext, ConnectError, type Transport } from './channel.ts';
import { handshakeError } from './connect-failure.ts';
import { HostKeyCheck } from './host-key-check.ts';
import { JumpHosts } from './jump-hosts.ts';
import { Login, loginName } from './login.ts';
import { openSocket } from './socket.ts';
import { Ssh2Connection } from './ssh2-connection.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** A request that every server answers, so that silence means something, ms. */
const keepaliveInterval = 5000;
/** ssh2's own count is out of the way: it takes no notice of other bytes (exec.md 10). */
const keepaliveCountMax = 1000;

const usualTimes: WatchdogTimes = { every: 2500, suspectAfter: 15_000, lostAfter: 20_000 };

/** SSH by the ssh2 package. `times` are shorter in tests. */
export function createSsh2Transport(times: WatchdogTimes = usualTimes): Transport {
  const jumps = new JumpHosts((host, context, socket) => logIn(host, context, socket, times));
  return {
    name: 'ssh2',
    async connect(host, context) {
      const socket = host.jump?.length
        ? await jumps.through(host.jump, host, context)
        : await openSocket(host.address, host.port, context.signal);
      return logIn(host, context, socket, times);
    },
  };
}

export const ssh2Transport: Transport = createSsh2Transport();

/** Handshake and login over an open socket. Rejects with `ConnectError`; the socket is destroyed then. */
function logIn(
  host: Host,
  context: ConnectContext,
  socket: Duplex,
  times: WatchdogTimes,
): Promise<Ssh2Connection> {
  const client = new ssh2.Client();
  const hostKey = new HostKeyCheck(host, context.notice);
  const login = new Login(host, context.ask);
  const place = `${host.address}:${host.port}`;

  return new Promise((resolve, reject) => {
    let settled = false;
    const fail = (error: ConnectError) => {
      if (settled) return;
      settled = true;
      context.signal.removeEventListener('abort', abort);
      socket.destroy();
      reject(error);
    };
    const abort = () =>
      fail(new ConnectError({ kind: 'timeout', message: `no login at ${place} in time` }, true));
    context.signal.addEventListener('abort', abort, { once: true });
    if (context.signal.aborted) return abort();
    // More than one error may come, also after we are done with the client.
    client.on('error', (error) => fail(explain(error)));
    client.on('close', () =>
      fail(handshakeError(new Error('connection lost before handshake'), place)),
    );
    client.on('ready', () => {
      settled = true;
      context.signal.removeEventListener('abort', abort);
      resolve(new Ssh2Connection(client, socket, times));
    });
    connect();
  });

  function explain(error: Error): ConnectError {
    if (hostKey.refusal) return new ConnectError(hostKey.refusal, false);
    if ((error as Error & { level?: string }).level === 'client-authentication') {
      return new ConnectError({ kind: 'auth', message: refused(host, login) }, false);
    }
    return handshakeError(error, place);
  }

  function connect(): void {
    start(client, {
      sock: socket as import('node:stream').Readable,
      username: loginName(host),
      readyTimeout: 0,
      keepaliveInterval,
      keepaliveCountMax,
      algorithms: offeredAlgorithms(hostKey.knownTypes),
      hostVerifier: (key: Buffer) => hostKey.accepts(key),
      authHandler(left, partial, next) {
        login.next(left, partial).then(
          (method) => next(method ?? (false as never)),
          () => next(false as never),
        );
      },
    });
  }
}

const start = (client: Client, config: ssh2.ConnectConfig): Client => client.connect(config);

function refused(host: Host, { hindrances }: Login): string {
  const why = hindrances.length > 0 ? ` (${hindrances.join('; ')})` : '';
  const what = host.password
    ? 'check user: and password:'
    : 'check user: and identity_file:, or set password: {prompt: once}';
  return `login as ${loginName(host)} refused${why} – ${what}`;
}
