import type { Duplex } from 'node:stream';
import type { Host } from '../domain/host.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { openSocket } from './socket.ts';
import type { Ssh2Connection } from './ssh2-connection.ts';

type LogIn = (host: Host, context: ConnectContext, socket: Duplex) => Promise<Ssh2Connection>;

/** Connections to jump hosts: one to each, shared by every host behind it, closed with the last of them. */
export class JumpHosts {
  readonly #logIn: LogIn;
  readonly #open = new Map<
    string,
    { readonly connection: Promise<Ssh2Connection>; users: number }
  >();

  constructor(logIn: LogIn) {
    this.#logIn = logIn;
  }

  /** A stream to `host` through the chain `names`, the nearest to us first. Rejects with `ConnectError`. */
  async through(names: readonly string[], host: Host, context: ConnectContext): Promise<Duplex> {
    const key = names.join('>');
    const shared = this.#share(key, names, context);
    shared.users += 1;
    const leave = () => this.#leave(key, shared);
    try {
      const { client } = await shared.connection;
      const stream = await new Promise<Duplex>((resolve, reject) => {
        client.forwardOut('127.0.0.1', 0, host.address, host.port, (error, stream) => {
          if (error) reject(noWay(names, host, error));
          else resolve(stream);
        });
      });
      stream.on('error', () => {});
      stream.once('close', leave);
      return stream;
    } catch (error) {
      leave();
      if (error instanceof ConnectError) throw error;
      throw noWay(names, host, error as Error);
    }
  }

  #share(key: string, names: readonly string[], context: ConnectContext) {
    const known = this.#open.get(key);
    if (known) return known;
    const connection = this.#connect(names, context);
    const shared = { connection, users: 0 };
    this.#open.set(key, shared);
    const forget = () => this.#open.get(key) === shared && this.#open.delete(key);
    connection.then(({ client }) => client.once('close', forget), forget);
    return shared;
  }

  async #connect(names: readonly string[], context: ConnectContext): Promise<Ssh2Connection> {
    const before = names.slice(0, -1);
    const name = names.at(-1) ?? '';
    const jump = context.jump(name);
    if (!jump) {
      throw new ConnectError(
        { kind: 'unreachable', message: `jump host ${name} is not in the inventory` },
        false,
      );
    }
    // The chain does not end because the host that asked for it first is given up.
    const own = { ...context, signal: AbortSignal.timeout((jump.connectTimeout ?? 10) * 1000) };
    const way = before.length > 0 ? before : (jump.jump ?? []);
    try {
      const socket =
        way.length > 0
          ? await this.through(way, jump, own)
          : await openSocket(jump.address, jump.port, own.signal);
      return await this.#logIn(jump, own, socket);
    } catch (error) {
      if (!(error instanceof ConnectError)) throw error;
      const { kind, message } = error.failure;
      throw new ConnectError({ kind, message: `jump host ${name}: ${message}` }, error.retry);
    }
  }

  #leave(
    key: string,
    shared: { readonly connection: Promise<Ssh2Connection>; users: number },
  ): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    if (this.#open.get(key) === shared) this.#open.delete(key);
    shared.connection.then(
      (connection) => connection.close(),
      () => {},
    );
  }
}

const noWay = (names: readonly string[], host: Host, error: Error): ConnectError =>
  new ConnectError(
    {
      kind: 'unreachable',
      message: `jump host ${names.at(-1)} cannot reach ${host.address}:${host.port}: ${error.message}`,
    },
    true,
  );
