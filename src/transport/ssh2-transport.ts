import type { Duplex } from 'node:stream';
import { SessionKeys } from '../host-keys/session-keys.ts';
import { usualTimes } from './alive-times.ts';
import type { ConnectContext, Transport } from './channel.ts';
import { JumpHosts } from './jump-hosts.ts';
import { runProxyCommand } from './proxy-command.ts';
import type { Route } from './route.ts';
import { openSocket } from './socket.ts';
import { Unfollowed } from './unfollowed.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** SSH by the ssh2 package. `times` are made shorter in tests; `sessionKeys` are shared with the other transport. */
export function createSsh2Transport(
  times: WatchdogTimes = usualTimes,
  sessionKeys = new SessionKeys(),
): Transport {
  const unfollowed = new Unfollowed();
  const jumps = new JumpHosts(async (route, context, socket) => {
    const { logIn } = await logins();
    return logIn(route, context, socket, times, sessionKeys);
  }, withoutJump);
  return {
    name: 'ssh2',
    async connect(route, context) {
      unfollowed.tell(route, context.notice);
      // By then every host that is dialled at once is being connected: their servers start while ssh2 is read.
      setImmediate(() => void logins().catch(() => {}));
      return jumps.logIn(route, context);
    },
  };
}

const logins = () => import('./ssh2-login.ts');

/** Dials a host that is behind no jump host. */
function withoutJump(route: Route, { signal, debug }: ConnectContext): Promise<Duplex> {
  const { proxyCommand } = route.ssh;
  if (proxyCommand === undefined) return openSocket(route, signal, debug);
  debug?.('connect: starts the ProxyCommand');
  return runProxyCommand(proxyCommand, signal);
}

export const ssh2Transport: Transport = createSsh2Transport();
