import type { Failure } from '../domain/failure.ts';
import { type ConnectContext, ConnectError } from './channel.ts';
import { ConnectLimit, connectSeconds } from './connect-limit.ts';
import { retryDropped } from './handshake-retry.ts';
import { placeOf, type Route } from './route.ts';

/** How a transport logs in to a jump host. */
export interface JumpLinks<Link> {
  /** `before`: the jump hosts on the way to it. Rejects with `ConnectError`. */
  logIn(jump: Route, before: readonly Route[], context: ConnectContext): Promise<Link>;
  /** Settles when it has ended. */
  ended(link: Link): Promise<unknown>;
  close(link: Link): void;
}

interface Shared<Link> {
  readonly link: Promise<Link>;
  /** How many connections go through it, open or wanted. */
  users: number;
  /** The login has failed. */
  failed: boolean;
  /** The hosts behind it that know why it failed: if one of them asks again, it wants another try. */
  readonly told: Set<string>;
}

/**
 * A failed login is not repeated for each of the hosts behind it: all of them get this answer once, for so long, ms.
 * Those that wait for their turn (`dial`) get it at once; later a jump host that could not be reached may be back.
 */
const toldFor = { refused: 5000, failed: 1000 };

/** Logins on jump hosts: one on each, shared by all hosts behind it, and ended with the last of them. */
export class SharedJumps<Link> {
  readonly #links: JumpLinks<Link>;
  readonly #open = new Map<string, Shared<Link>>();

  constructor(links: JumpLinks<Link>) {
    this.#links = links;
  }

  /**
   * Takes the link to the last jump host of the chain, until `leave`, for the host `behind` it. Rejects with
   * `ConnectError`.
   */
  async take(
    chain: readonly Route[],
    behind: string,
    context: ConnectContext,
  ): Promise<{ readonly link: Link; leave(): void }> {
    const key = chain.map(({ user, ...jump }) => `${jump.name} ${user}@${placeOf(jump)}`).join('>');
    const open = this.#open.get(key);
    const isNews = open && !open.told.has(behind);
    const shared = isNews ? open : this.#connect(key, chain, context);
    if (isNews) context.debug?.('jump host: its connection is shared with other hosts');
    shared.users += 1;
    try {
      // It has a time limit of its own, and somebody may be asked for its passphrase.
      const link = await context.untimed(() => orAborted(shared.link, context.signal));
      return { link, leave: () => this.#leave(key, shared) };
    } catch (error) {
      if (shared.failed) shared.told.add(behind);
      this.#leave(key, shared);
      throw error;
    }
  }

  #connect(key: string, chain: readonly Route[], context: ConnectContext): Shared<Link> {
    const link = retryDropped(() => this.#logInOnce(chain, context)).catch(onceForAll);
    const shared: Shared<Link> = { link, users: 0, failed: false, told: new Set() };
    this.#open.set(key, shared);
    const forget = () => this.#open.get(key) === shared && this.#open.delete(key);
    link.then(
      (open) => this.#links.ended(open).then(forget),
      (error) => {
        shared.failed = true;
        setTimeout(forget, isRefusal(error) ? toldFor.refused : toldFor.failed).unref();
      },
    );
    return shared;
  }

  /** Does not end with the host that asked first: others are waiting for it too. */
  async #logInOnce(chain: readonly Route[], context: ConnectContext): Promise<Link> {
    const jump = chain.at(-1) as Route;
    const limit = new ConnectLimit(connectSeconds(jump) * 1000);
    const own: ConnectContext = {
      signal: limit.signal,
      ask: (question, name = jump.name, gone) =>
        limit.without(() => context.ask(question, name, gone)),
      judged: (verdict, name = jump.name) => context.judged(verdict, name),
      untimed: (wait) => limit.without(wait),
      notice: (text) => context.notice(`jump host ${jump.name}: ${text}`),
      debug: context.debug && ((event) => context.debug?.(`jump host ${jump.name}: ${event}`)),
    };
    try {
      return await this.#links.logIn(jump, chain.slice(0, -1), own);
    } catch (error) {
      throw ofJump(jump.name, error);
    } finally {
      limit.stop();
    }
  }

  #leave(key: string, shared: Shared<Link>): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.link.then(
      (link) => {
        if (shared.users > 0) return;
        if (this.#open.get(key) === shared) this.#open.delete(key);
        this.#links.close(link);
      },
      () => {},
    );
  }
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

/** A jump host's failure, as it is reported for the hosts behind it. */
function ofJump(jump: string, error: unknown): unknown {
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

/** It was tried often enough: the hosts behind it must not all try again. */
function onceForAll(error: unknown): never {
  throw error instanceof ConnectError ? new ConnectError(error.failure, error.retry) : error;
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ConnectError && ['auth', 'host-key'].includes(error.failure.kind);
