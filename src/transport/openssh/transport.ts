import { SessionKeys } from '../../host-keys/session-keys.ts';
import { aliveTimes, usualTimes } from '../alive-times.ts';
import { type ConnectContext, ConnectError, type Transport } from '../channel.ts';
import type { Route } from '../route.ts';
import type { WatchdogTimes } from '../watchdog.ts';
import { SshJumps } from './jumps.ts';
import { logInBySsh, type Master } from './log-in.ts';
import { MuxConnection } from './mux-connection.ts';
import { MuxSocket } from './mux-socket.ts';
import { Place } from './place.ts';
import { sshVersion } from './ssh-program.ts';

export interface OpensshOptions {
  /** The ssh configuration file, or `none`; absent: the usual ones. */
  readonly config?: string;
  readonly program?: string;
  /** Shared with the other transport. */
  readonly sessionKeys?: SessionKeys;
  /** Made shorter in tests. */
  readonly times?: WatchdogTimes;
}

/** SSH by the operator's own ssh: one master per host, whose control socket carries all channels (ssh(1), -O proxy). */
export function createOpensshTransport(options: OpensshOptions = {}): Transport {
  const { program = 'ssh', times = usualTimes, config } = options;
  const { sessionKeys = new SessionKeys() } = options;
  const jumps = new SshJumps(logIn, program);
  let place: Place | undefined;

  async function logIn(route: Route, context: ConnectContext, way?: string): Promise<Master> {
    const version = await sshVersion(program);
    try {
      if (!place?.isThere) place = new Place();
      return await logInBySsh(route, context, {
        program,
        place,
        version,
        sessionKeys,
        keepalive: Math.round(times.keepalive / 1000),
        ...(config !== undefined && { config }),
        ...(way !== undefined && { way }),
      });
    } catch (error) {
      throw error instanceof ConnectError ? error : notStarted(error as Error);
    }
  }

  return {
    name: 'openssh',
    async connect(route, context) {
      const master = await jumps.logIn(route, context);
      const socket = await MuxSocket.open(master.control).catch((error: Error) => {
        master.stop();
        throw notStarted(error);
      });
      return new MuxConnection(socket, {
        times: aliveTimes(route, times),
        env: route.ssh.env,
        forwardAgent: route.ssh.forwardAgent,
        ended: master.ended,
        end: () => master.stop(),
        debug: context.debug,
      });
    },
  };
}

const notStarted = ({ message }: Error): ConnectError =>
  new ConnectError({ kind: 'protocol', message: `ssh cannot be used: ${message}` }, true);
