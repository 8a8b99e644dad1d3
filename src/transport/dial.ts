import type { Host } from '../domain/host.ts';
import type { Question } from '../domain/question.ts';
import { ConnectError, type Connection, type Transport } from './channel.ts';
import type { HostListener } from './remote-host.ts';

/** What the hosts of a worker share. */
export interface HostContext {
  /** Bounds the handshakes under way, in all and to one address. */
  readonly limit: HandshakeGate;
  /** The host with this name, for a jump. */
  jump(name: string): Host | undefined;
  /** Seconds for one connection, where the host names none; 10 when absent. */
  readonly connectTimeout?: number;
}

export interface HandshakeGate {
  run<T>(address: string, task: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Connects once, within the host's time. Rejects with `ConnectError`, or as it likes once `released` is aborted. */
export function dial(
  host: Host,
  transport: Transport,
  listener: HostListener,
  context: HostContext,
  released: AbortSignal,
): Promise<Connection> {
  const seconds = host.connectTimeout ?? context.connectTimeout ?? 10;
  const connect = async () => {
    const limit = new TimeLimit(seconds * 1000);
    const signal = AbortSignal.any([released, limit.signal]);
    try {
      return await transport.connect(host, {
        signal,
        ask: (question: Question) => limit.without(() => listener.ask(question)),
        jump: (name) => context.jump(name),
        notice: (text) => listener.notice(text),
      });
    } catch (error) {
      if (limit.signal.aborted && !released.aborted) throw tooSlow(seconds);
      throw error;
    } finally {
      limit.stop();
    }
  };
  return context.limit.run(`${host.address}:${host.port}`, connect, released);
}

function tooSlow(seconds: number): ConnectError {
  const message = `no connection within ${seconds} s – is the address right? connect_timeout: gives it longer`;
  return new ConnectError({ kind: 'timeout', message }, true);
}

/** A time limit whose clock stands still while somebody is asked. */
class TimeLimit {
  readonly #controller = new AbortController();
  #left: number;
  #since = 0;
  #asking = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number) {
    this.#left = ms;
    this.#go();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  async without<T>(wait: () => Promise<T>): Promise<T> {
    if (this.#asking === 0) this.stop();
    this.#asking += 1;
    try {
      return await wait();
    } finally {
      this.#asking -= 1;
      if (this.#asking === 0) this.#go();
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#left -= performance.now() - this.#since;
  }

  #go(): void {
    this.#since = performance.now();
    this.#timer = setTimeout(() => this.#controller.abort(), Math.max(0, this.#left));
  }
}
