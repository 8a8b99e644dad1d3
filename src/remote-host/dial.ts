import type { Host } from '../domain/host.ts';
import { messageOf } from '../domain/thrown.ts';
import { ConnectError, type Connection, type Transport } from '../transport/channel.ts';
import { ConnectLimit, connectSeconds } from '../transport/connect-limit.ts';
import type { Rest } from '../transport/handshake-limit.ts';
import { type RetryTimes, retryDropped, retryUnreached } from '../transport/handshake-retry.ts';
import { placeOf, type Route } from '../transport/route.ts';
import type { HostListener } from './remote-host.ts';

/** What all hosts of a worker share. */
export interface HostContext {
  /** Limits the handshakes in progress, in all and to one address. */
  readonly limit: HandshakeGate;
  /** The way to a host: its jump hosts, and what ssh's configuration says. Rejects with `ConnectError`. */
  route(host: Host): Promise<Route>;
  /** Made shorter in tests. */
  readonly retry?: RetryTimes;
}

export interface HandshakeGate {
  run<T>(address: string, task: (rest: Rest) => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * Connects once, within the host's time limit, which also covers retries of a handshake that the server dropped.
 * Rejects with `ConnectError`, or with anything once `released` is aborted.
 */
export function dial(
  route: Route,
  transport: Transport,
  listener: HostListener,
  context: HostContext,
  released: AbortSignal,
): Promise<Connection> {
  const seconds = connectSeconds(route);
  const { debug } = listener;
  const since = performance.now();
  let connects = 0;
  const connect = async (rest: Rest) => {
    connects += 1;
    const waited = Math.round(performance.now() - since);
    debug?.(`connect: try ${connects} begins, ${waited} ms after it was wanted`);
    const limit = new ConnectLimit(seconds * 1000);
    const untimed: Rest = (wait) => rest(() => limit.without(wait));
    try {
      return await transport.connect(route, {
        signal: AbortSignal.any([released, limit.signal]),
        ask: (question, jump, signal) => untimed(() => listener.ask(question, jump, signal)),
        judged: (verdict, jump) => listener.judged({ of: 'password', verdict }, jump),
        untimed,
        notice: (text) => listener.notice(text),
        debug,
      });
    } catch (error) {
      debug?.(`connect: ${messageOf(error)}`);
      if (limit.signal.aborted && !released.aborted && !saysWhy(error)) throw tooSlow(seconds);
      throw error;
    } finally {
      limit.stop();
    }
  };
  // Between tries the place in the queue is given up: others may have better luck. A jump host is limited like any
  // server: it carries no more unfinished logins at once.
  const gate = placeOf(route.hops.at(-1) ?? route);
  const attempt = () => context.limit.run(gate, connect, released);
  const tries = route.ssh.connectionAttempts;
  return retryUnreached(tries, () => retryDropped(attempt, released, context.retry), released);
}

/** These failures of the transport already say how far it had come. */
const saysWhy = (error: unknown): boolean =>
  error instanceof ConnectError && ['timeout', 'auth', 'host-key'].includes(error.failure.kind);

function tooSlow(seconds: number): ConnectError {
  const message = `no connection within ${seconds} s – is the address right? connect_timeout: gives it longer`;
  return new ConnectError({ kind: 'timeout', message }, true);
}
