import { shellQuote } from '../../domain/shell-word.ts';
import type { ConnectContext } from '../channel.ts';
import type { Route } from '../route.ts';
import { SharedJumps } from '../shared-jumps.ts';
import type { Master } from './log-in.ts';

/** `way`: the ProxyCommand. */
type LogIn = (route: Route, context: ConnectContext, way?: string) => Promise<Master>;

/** Logins over jump hosts, each of which has a master. */
export class SshJumps {
  readonly #logIn: LogIn;
  readonly #program: string;
  readonly #shared: SharedJumps<Master>;

  constructor(logIn: LogIn, program: string) {
    this.#logIn = logIn;
    this.#program = program;
    this.#shared = new SharedJumps({
      logIn: (jump, before, context) => this.#over(before, jump, context),
      ended: ({ ended }) => ended,
      close: (master) => master.stop(),
    });
  }

  /** Logs in over the jump hosts of the route. Rejects with `ConnectError`. */
  logIn(route: Route, context: ConnectContext): Promise<Master> {
    return this.#over(route.hops, route, context);
  }

  async #over(chain: readonly Route[], to: Route, context: ConnectContext): Promise<Master> {
    if (chain.length === 0) return this.#logIn(to, context);
    const { link, leave } = await this.#shared.take(chain, to.name, context);
    try {
      const master = await this.#logIn(to, context, this.#wayOver(link));
      void master.ended.then(leave);
      return master;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Never dials by itself: without the master it must fail. */
  #wayOver({ control }: Master): string {
    const words = [this.#program, '-F', 'none', '-S', control, '-o', 'ProxyCommand=false'];
    const before = words.map((word) => shellQuote(word.replaceAll('%', '%%'))).join(' ');
    return `${before} -W [%h]:%p jump`;
  }
}
