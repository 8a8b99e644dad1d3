import type { Duplex } from 'node:stream';
import { usualTimes } from './alive-times.ts';
import type { ConnectContext, Transport } from './channel.ts';
import { JumpHosts } from './jump-hosts.ts';
import { runProxyCommand } from './proxy-command.ts';
import type { Route } from './route.ts';
import { openSocket } from './socket.ts';
import { logIn } from './ssh2-login.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** SSH by the ssh2 package. `times` are shorter in tests. */
export function createSsh2Transport(times: WatchdogTimes = usualTimes): Transport {
  const jumps = new JumpHosts(
    (route, context, socket) => logIn(route, context, socket, times),
    withoutJump,
  );
  return {
    name: 'ssh2',
    async connect(route, context) {
      return jumps.logIn(route, context);
    },
  };
}

/** To a host, or the first of its jump hosts. */
function withoutJump(route: Route, { signal }: ConnectContext): Promise<Duplex> {
  const { proxyCommand } = route.ssh;
  return proxyCommand === undefined
    ? openSocket(route, signal)
    : runProxyCommand(proxyCommand, signal);
}

export const ssh2Transport: Transport = createSsh2Transport();
