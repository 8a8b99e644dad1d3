import type { Duplex } from 'node:stream';
import type { ConnectContext, Transport } from './channel.ts';
import { JumpHosts } from './jump-hosts.ts';
import { runProxyCommand } from './proxy-command.ts';
import type { Route } from './route.ts';
import { openSocket } from './socket.ts';
import { logIn } from './ssh2-login.ts';
import type { WatchdogTimes } from './watchdog.ts';

/** exec.md 10; the keepalive is a request that every server answers, so that silence means something. */
const usualTimes: WatchdogTimes = {
  keepalive: 5000,
  every: 2500,
  suspectAfter: 15_000,
  lostAfter: 20_000,
};

/** SSH by the ssh2 package. `times` are shorter in tests. */
export function createSsh2Transport(times: WatchdogTimes = usualTimes): Transport {
  const jumps = new JumpHosts((route, context, socket) => logIn(route, context, socket, times));
  const streamTo = (route: Route, context: ConnectContext): Promise<Duplex> => {
    if (route.hops.length > 0) return jumps.through(route, context);
    const { proxyCommand } = route.ssh;
    return proxyCommand === undefined
      ? openSocket(route, context.signal)
      : runProxyCommand(proxyCommand, context.signal);
  };
  return {
    name: 'ssh2',
    async connect(route, context) {
      return logIn(route, context, await streamTo(route, context), times);
    },
  };
}

export const ssh2Transport: Transport = createSsh2Transport();
