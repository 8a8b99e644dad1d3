import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { safeText } from '../domain/output.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { placeOf, type Route } from './route.ts';
import { orAborted, SharedJumps } from './shared-jumps.ts';
import type { Ssh2Connection } from './ssh2-connection.ts';

/** The stream to a host that is behind no other. */
type Dial = (route: Route, context: ConnectContext) => Promise<Duplex>;
type LogIn = (route: Route, context: ConnectContext, socket: Duplex) => Promise<Ssh2Connection>;

/** Streams to hosts through their jump hosts. */
export class JumpHosts {
  readonly #dial: Dial;
  readonly #shared: SharedJumps<Ssh2Connection>;

  constructor(logIn: LogIn, dial: Dial) {
    this.#dial = dial;
    this.#shared = new SharedJumps({
      logIn: async (jump, before, context) =>
        logIn(jump, context, await this.#stream(before, jump, context)),
      ended: ({ client }) =>
        new Promise<void>((resolve) => void client.once('close', () => resolve())),
      close: (connection) => connection.close(),
    });
  }

  /** A stream to a host through its jump hosts, if it has any. Rejects with `ConnectError`. */
  through(route: Route, context: ConnectContext): Promise<Duplex> {
    return this.#stream(route.hops, route, context);
  }

  async #stream(chain: readonly Route[], to: Route, context: ConnectContext): Promise<Duplex> {
    const jump = chain.at(-1);
    if (jump === undefined) return this.#dial(to, context);
    const { link, leave } = await this.#shared.take(chain, to.name, context);
    try {
      const stream = await forward(link.client, to, context.signal);
      stream.once('close', leave);
      return stream;
    } catch (error) {
      leave();
      throw error instanceof ConnectError ? error : noWay(jump.name, to, error as Error);
    }
  }
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

const noWay = (jump: string, to: Route, error: Error): ConnectError =>
  new ConnectError(
    {
      kind: 'unreachable',
      message: `jump host ${jump} cannot reach ${placeOf(to)}: ${safeText(error.message)}`,
    },
    true,
  );
