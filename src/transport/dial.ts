import type { Host } from '../domain/host.ts';
import { ConnectError, type Connection, type Transport } from './channel.ts';
import { ConnectLimit } from './connect-limit.ts';
import { type RetryTimes, retryDropped } from './handshake-retry.ts';
import type { HostListener } from './remote-host.ts';

/** What the hosts of a worker share. */
export interface HostContext {
  /** Bounds the handshakes under way, in all and to one address. */
  readonly limit: HandshakeGate;
  /** The host with this name, for a jump. */
  jump(name: string): Host | undefined;
  /** Seconds for one connection, where the host names none; 10 when absent. */
  readonly connectTimeout?: number;
  /** Shorter in tests. */
  readonly retry?: RetryTimes;
}

export interface HandshakeGate {
  run<T>(address: string, task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * Connects once, within the host's time; a handshake that the server dropped is tried again with the same time.
 * Rejects with `ConnectError`, or as it likes once `released` is aborted.
 */
export function dial(
  host: Host,
  transport: Transport,
  listener: HostListener,
  context: HostContext,
  released: AbortSignal,
): Promise<Connection> {
  const seconds = host.connectTimeout ?? context.connectTimeout ?? 10;
  const connect = async () => {
    const limit = new ConnectLimit(seconds * 1000);
    try {
      return await transport.connect(host, {
        signal: AbortSignal.any([released, limit.signal]),
        ask: (question, jump) => limit.without(() => listener.ask(question, jump)),
        untimed: (wait) => limit.without(wait),
        jump: (name) => context.jump(name),
        notice: (text) => listener.notice(text),
      });
    } catch (error) {
      if (limit.signal.aborted && !released.aborted && !saysWhy(error)) throw tooSlow(seconds);
      throw error;
    } finally {
      limit.stop();
    }
  };
  // The place in the queue is given up between tries: others may have better luck.
  const attempt = () => context.limit.run(`${host.address}:${host.port}`, connect, released);
  return retryDropped(attempt, released, context.retry);
}

/** The transport knows how far it had come. */
const saysWhy = (error: unknown): boolean =>
  error instanceof ConnectError && error.failure.kind === 'timeout';

function tooSlow(seconds: number): ConnectError {
  const message = `no connection within ${seconds} s – is the address right? connect_timeout: gives it longer`;
  return new ConnectError({ kind: 'timeout', message }, true);
}
