import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { Failure } from '../domain/failure.ts';
import { safeText } from '../domain/output.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { ConnectLimit } from './connect-limit.ts';
import { usualConnectTimeout } from './dial.ts';
import { retryDropped } from './handshake-retry.ts';
import { placeOf, type Route } from './route.ts';
import { openSocket } from './socket.ts';
import type { Ssh2Connection } from './ssh2-connection.ts';

type LogIn = (route: Route, context: ConnectContext, socket: Duplex) => Promise<Ssh2Connection>;

interface Shared {
  readonly connection: Promise<Ssh2Connection>;
  /** Streams through it, open or wanted. */
  users: number;
}

/** A login that was refused is not tried for each of the hosts behind it: they all get this answer for so long, ms. */
export const refusedFor = 5000;

/** Connections to jump hosts: one to each, shared by every host behind it, closed with the last of them. */
export class JumpHosts {
  readonly #logIn: LogIn;
  readonly #open = new Map<string, Shared>();

  constructor(logIn: LogIn) {
    this.#logIn = logIn;
  }

  /** A stream to a host through its jump hosts. Rejects with `ConnectError`. */
  through(route: Route, context: ConnectContext): Promise<Duplex> {
    return this.#stream(route.hops, route, context);
  }

  async #stream(chain: readonly Route[], to: Route, context: ConnectContext): Promise<Duplex> {
    const key = chain.map(({ user, ...jump }) => `${jump.name} ${user}@${placeOf(jump)}`).join('>');
    const shared = this.#open.get(key) ?? this.#connect(key, chain, context);
    shared.users += 1;
    try {
      // It has its own time, and somebody may be asked for its passphrase.
      const connection = await context.untimed(() => orAborted(shared.connection, context.signal));
      const stream = await forward(connection.client, to, context.signal);
      stream.once('close', () => this.#leave(key, shared));
      return stream;
    } catch (error) {
      this.#leave(key, shared);
      if (error instanceof ConnectError) throw error;
      throw noWay(chain.at(-1)?.name ?? '', to, error as Error);
    }
  }

  #connect(key: string, chain: readonly Route[], context: ConnectContext): Shared {
    const connection = retryDropped(() => this.#logInOnce(chain, context)).catch(onceForAll);
    const shared = { connection, users: 0 };
    this.#open.set(key, shared);
    const forget = () => this.#open.get(key) === shared && this.#open.delete(key);
    connection.then(
      ({ client }) => client.once('close', forget),
      (error) => (isRefusal(error) ? setTimeout(forget, refusedFor).unref() : forget()),
    );
    return shared;
  }

  /** Not ended with the host that asked for it first: others wait for it too. */
  async #logInOnce(chain: readonly Route[], context: ConnectContext): Promise<Ssh2Connection> {
    const jump = chain.at(-1) as Route;
    const limit = new ConnectLimit(
      (jump.connectTimeout ?? jump.ssh.connectTimeout ?? usualConnectTimeout) * 1000,
    );
    const own: ConnectContext = {
      signal: limit.signal,
      ask: (question, name = jump.name, gone) =>
        limit.without(() => context.ask(question, name, gone)),
      judged: (verdict, name = jump.name) => context.judged(verdict, name),
      untimed: (wait) => limit.without(wait),
      notice: (text) => context.notice(`jump host ${jump.name}: ${text}`),
    };
    try {
      const socket =
        chain.length > 1
          ? await this.#stream(chain.slice(0, -1), jump, own)
          : await openSocket(jump, own.signal);
      return await this.#logIn(jump, own, socket);
    } catch (error) {
      throw ofJump(jump.name, error);
    } finally {
      limit.stop();
    }
  }

  #leave(key: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.connection.then(
      (connection) => {
        if (shared.users > 0) return;
        if (this.#open.get(key) === shared) this.#open.delete(key);
        connection.close();
      },
      () => {},
    );
  }
}

/** The failure of a jump host, as the hosts behind it are to hear of it. */
export function ofJump(jump: string, error: unknown): unknown {
  if (!(error instanceof ConnectError)) return error;
  const { message, unknownKey } = error.failure;
  const told: Failure = {
    ...error.failure,
    jump: error.failure.jump ?? jump,
    message: error.failure.jump ? message : `jump host ${jump}: ${message}`,
    ...(unknownKey && { unknownKey: { jump, ...unknownKey } }),
  };
  return new (error.constructor as typeof ConnectError)(told, error.retry);
}

function forward(client: Client, to: Route, signal: AbortSignal): Promise<Duplex> {
  return orAborted(
    new Promise<Duplex>((resolve, reject) => {
      client.forwardOut('127.0.0.1', 0, to.address, to.port, (error, stream) => {
        if (error) return reject(error);
        stream.on('error', () => {});
        if (signal.aborted) stream.destroy();
        resolve(stream);
      });
    }),
    signal,
  );
}

/** `promise`, or a timeout when `signal` is aborted before. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () =>
      reject(new ConnectError({ kind: 'timeout', message: 'no answer by the jump host' }, true));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Tried often enough: the hosts behind it must not begin again, each for itself. */
export function onceForAll(error: unknown): never {
  throw error instanceof ConnectError ? new ConnectError(error.failure, error.retry) : error;
}

export const isRefusal = (error: unknown): boolean =>
  error instanceof ConnectError && ['auth', 'host-key'].includes(error.failure.kind);

const noWay = (jump: string, to: Route, error: Error): ConnectError =>
  new ConnectError(
    {
      kind: 'unreachable',
      message: `jump host ${jump} cannot reach ${placeOf(to)}: ${safeText(error.message)}`,
    },
    true,
  );
