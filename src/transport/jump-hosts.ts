import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { safeText } from '../domain/output.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { HandshakeDropped } from './connect-failure.ts';
import { placeOf, type Route } from './route.ts';
import { orAborted, SharedJumps } from './shared-jumps.ts';
import type { Ssh2Connection } from './ssh2-connection.ts';

/** Opens the stream to a host that is behind no other. */
type Dial = (route: Route, context: ConnectContext) => Promise<Duplex>;
type LogIn = (route: Route, context: ConnectContext, socket: Duplex) => Promise<Ssh2Connection>;

/** Logins over jump hosts. */
export class JumpHosts {
  readonly #logIn: LogIn;
  readonly #dial: Dial;
  readonly #shared: SharedJumps<Ssh2Connection>;

  constructor(logIn: LogIn, dial: Dial) {
    this.#logIn = logIn;
    this.#dial = dial;
    this.#shared = new SharedJumps({
      logIn: (jump, before, context) => this.#over(before, jump, context),
      ended: ({ client }) =>
        new Promise<void>((resolve) => void client.once('close', () => resolve())),
      close: (connection) => connection.close(),
    });
  }

  /** Logs in over the jump hosts of the route, if it has any. Rejects with `ConnectError`. */
  logIn(route: Route, context: ConnectContext): Promise<Ssh2Connection> {
    return this.#over(route.hops, route, context);
  }

  async #over(
    chain: readonly Route[],
    to: Route,
    context: ConnectContext,
  ): Promise<Ssh2Connection> {
    const jump = chain.at(-1);
    if (jump === undefined) return this.#logIn(to, context, await this.#dial(to, context));
    context.debug?.(`jump host ${jump.name}: is wanted for ${placeOf(to)}`);
    const { link, leave } = await this.#shared.take(chain, to.name, context);
    context.debug?.(`jump host ${jump.name}: is there, opens a channel to ${placeOf(to)}`);
    const blamed = (error: Error) => (link.isOver && seemsCut(error) ? lostWith(jump.name) : error);
    const stream = await forward(link.client, to, context.signal).catch((error: Error) => {
      leave();
      throw blamed(error instanceof ConnectError ? error : noWay(jump.name, to, error));
    });
    context.debug?.(`jump host ${jump.name}: the channel is open`);
    stream.once('close', leave);
    return this.#logIn(to, context, stream).catch((error) => Promise.reject(blamed(error)));
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

/** Whether the host behind a jump host seems to have cut the link, which also happens when the jump host is gone. */
const seemsCut = (error: unknown): boolean =>
  error instanceof ConnectError && error.failure.kind === 'unreachable';

const lostWith = (jump: string): ConnectError =>
  new HandshakeDropped(
    {
      kind: 'unreachable',
      jump,
      message: `jump host ${jump}: its connection was lost on the way to a login behind it – is it overloaded?`,
    },
    true,
  );
