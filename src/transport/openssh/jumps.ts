import type { ConnectContext } from '../channel.ts';
import { ConnectLimit } from '../connect-limit.ts';
import { usualConnectTimeout } from '../dial.ts';
import { retryDropped } from '../handshake-retry.ts';
import { isRefusal, ofJump, onceForAll, orAborted, refusedFor } from '../jump-hosts.ts';
import { placeOf, type Route } from '../route.ts';
import { quote } from '../shell-text.ts';
import type { Master } from './log-in.ts';

/** `way`: the ProxyCommand. */
type LogIn = (route: Route, context: ConnectContext, way?: string) => Promise<Master>;

interface Shared {
  readonly master: Promise<Master>;
  /** Connections through it, open or wanted. */
  users: number;
}

interface Way {
  readonly command: string;
  leave(): void;
}

/** Masters on jump hosts: one on each, shared by every host behind it, ended with the last of them. */
export class SshJumps {
  readonly #logIn: LogIn;
  readonly #program: string;
  readonly #open = new Map<string, Shared>();

  constructor(logIn: LogIn, program: string) {
    this.#logIn = logIn;
    this.#program = program;
  }

  /** Logs in over the jump hosts of the route. Rejects with `ConnectError`. */
  logIn(route: Route, context: ConnectContext): Promise<Master> {
    return this.#through(route.hops, route, context);
  }

  async #through(chain: readonly Route[], route: Route, context: ConnectContext): Promise<Master> {
    if (chain.length === 0) return this.#logIn(route, context);
    const way = await this.#way(chain, context);
    try {
      const master = await this.#logIn(route, context, way.command);
      void master.ended.then(() => way.leave());
      return master;
    } catch (error) {
      way.leave();
      throw error;
    }
  }

  async #way(chain: readonly Route[], context: ConnectContext): Promise<Way> {
    const key = chain.map(({ user, ...jump }) => `${jump.name} ${user}@${placeOf(jump)}`).join('>');
    const shared = this.#open.get(key) ?? this.#connect(key, chain, context);
    shared.users += 1;
    try {
      // It has its own time, and somebody may be asked for its passphrase.
      const { control } = await context.untimed(() => orAborted(shared.master, context.signal));
      return { command: this.#command(control), leave: () => this.#leave(key, shared) };
    } catch (error) {
      this.#leave(key, shared);
      throw error;
    }
  }

  /** Never dials by itself: without the master there is no way. */
  #command(control: string): string {
    const words = [this.#program, '-F', 'none', '-S', control, '-o', 'ProxyCommand=false'];
    const forward = '-W [%h]:%p jump';
    return `${words.map((word) => quote(word.replaceAll('%', '%%'))).join(' ')} ${forward}`;
  }

  #connect(key: string, chain: readonly Route[], context: ConnectContext): Shared {
    const master = retryDropped(() => this.#logInOnce(chain, context)).catch(onceForAll);
    const shared = { master, users: 0 };
    this.#open.set(key, shared);
    const forget = () => this.#open.get(key) === shared && this.#open.delete(key);
    master.then(
      ({ ended }) => ended.then(forget),
      (error) => (isRefusal(error) ? setTimeout(forget, refusedFor).unref() : forget()),
    );
    return shared;
  }

  /** Not ended with the host that asked for it first: others wait for it too. */
  async #logInOnce(chain: readonly Route[], context: ConnectContext): Promise<Master> {
    const jump = chain.at(-1) as Route;
    const limit = new ConnectLimit(
      (jump.connectTimeout ?? jump.ssh.connectTimeout ?? usualConnectTimeout) * 1000,
    );
    try {
      return await this.#through(chain.slice(0, -1), jump, {
        signal: limit.signal,
        ask: (question, name = jump.name, gone) =>
          limit.without(() => context.ask(question, name, gone)),
        judged: (verdict, name = jump.name) => context.judged(verdict, name),
        untimed: (wait) => limit.without(wait),
        notice: (text) => context.notice(`jump host ${jump.name}: ${text}`),
      });
    } catch (error) {
      throw ofJump(jump.name, error);
    } finally {
      limit.stop();
    }
  }

  #leave(key: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    shared.master.then(
      (master) => {
        if (shared.users > 0) return;
        if (this.#open.get(key) === shared) this.#open.delete(key);
        master.stop();
      },
      () => {},
    );
  }
}
