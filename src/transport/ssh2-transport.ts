import type { Transport } from './channel.ts';
import { JumpHosts } from './jump-hosts.ts';
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
  const jumps = new JumpHosts((host, context, socket) => logIn(host, context, socket, times));
  return {
    name: 'ssh2',
    async connect(host, context) {
      const socket = host.jump?.length
        ? await jumps.through(host, context)
        : await openSocket(host.address, host.port, context.signal);
      return logIn(host, context, socket, times);
    },
  };
}

export const ssh2Transport: Transport = createSsh2Transport();
