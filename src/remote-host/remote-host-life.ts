import type { Failure } from '../domain/failure.ts';
import type { Host, HostState } from '../domain/host.ts';
import type { ListingQuery } from '../domain/listing.ts';
import type { Remembered } from '../domain/remembered.ts';
import { ConnectError, type Connection, type Transport } from '../transport/channel.ts';
import type { Route } from '../transport/route.ts';
import { routeWords } from '../transport/route-words.ts';
import { Backoff } from './backoff.ts';
import { dial, type HostContext } from './dial.ts';
import { HostMemory } from './host-memory.ts';
import type { HostAccess, HostLine, HostListener, LineOptions, RemoteHost } from './remote-host.ts';
import { type Over, ShellLife } from './shell-life.ts';

/**
 * A host that connects when told to, keeps a shell, and comes back after a loss until it is closed. `remembered`: what its
 * worker before told of it.
 */
export function createRemoteHost(
  host: Host,
  transport: Transport,
  listener: HostListener,
  context: HostContext,
  remembered: Remembered | undefined,
): RemoteHost {
  const memory = new HostMemory((news) => listener.remember(news), remembered);
  return new RemoteHostLife(host, transport, listener, context, memory);
}

class RemoteHostLife implements RemoteHost {
  readonly host: Host;
  readonly #transport: Transport;
  readonly #outside: HostListener;
  /** As `#outside`, but remembers the state on the way. */
  readonly #listener: HostListener;
  readonly #context: HostContext;
  readonly #released = new AbortController();
  readonly #backoff = new Backoff();
  readonly #memory: HostMemory;
  #unchecked = false;
  #toldRoute = '';
  #state: HostState = { kind: 'off' };
  /** Why the last attempt to connect failed; absent if one has succeeded since. */
  #lastFailure: Failure | undefined;
  #shells: ShellLife | undefined;
  #closing: Promise<void> | undefined;
  #hurry: (() => void) | undefined;

  constructor(
    host: Host,
    transport: Transport,
    listener: HostListener,
    context: HostContext,
    memory: HostMemory,
  ) {
    this.host = host;
    this.#transport = transport;
    this.#context = context;
    this.#outside = listener;
    this.#memory = memory;
    this.#listener = {
      state: (state) =>
        this.#tell(
          state.kind === 'ready' && this.#unchecked ? { ...state, unchecked: true } : state,
        ),
      late: (stream, bytes) => listener.late(stream, bytes),
      notice: (text) => listener.notice(text),
      ask: (question, jump, signal) => listener.ask(question, jump, signal),
      judged: (judgement, jump) => listener.judged(judgement, jump),
      remember: (news) => listener.remember(news),
      get debug() {
        return listener.debug;
      },
    };
  }

  get state(): HostState {
    return this.#state;
  }

  connect(): void {
    if (this.#closing !== undefined) return;
    this.#hurry?.();
    if (this.#state.kind === 'off' || this.#state.kind === 'failed') void this.#live();
  }

  run(command: string, options: LineOptions): HostLine {
    if (command.includes('\0')) return notStarted(holdsNul);
    const line = this.#shells?.run(command, options) ?? 'absent';
    if (line === 'absent') return notStarted(this.#absence);
    if (line === 'busy') return notStarted(busy);
    return line;
  }

  access(): HostAccess | { readonly failure: Failure } {
    const access = this.#shells?.access();
    return access ? { ...access, debug: this.#outside.debug } : { failure: this.#absence };
  }

  list(query: ListingQuery): Promise<string | undefined> {
    return this.#shells?.list(query) ?? Promise.resolve(undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    await this.#shells?.hangUp();
    this.#released.abort();
    this.#hurry?.();
    this.#shells?.close();
    this.#tell({ kind: 'off' });
    this.#shells?.loseLine(closed);
    this.#shells = undefined;
  }

  async #live(): Promise<void> {
    for (;;) {
      this.#tell({ kind: 'connecting' });
      const { failure, retry } = await this.#once();
      if (this.#closing !== undefined) return;
      if (!retry) {
        this.#tell({ kind: 'failed', failure });
        this.#shells?.loseLine(lostWith(failure));
        return;
      }
      const delay = this.#backoff.next();
      this.#tell({ kind: 'retrying', at: Date.now() + delay, failure });
      this.#shells?.loseLine(lostWith(failure));
      this.#shells = undefined;
      await this.#wait(delay);
      if (this.#closing !== undefined) return;
    }
  }

  /** From dialling to the end of that connection. */
  async #once(): Promise<Over> {
    const dialled = await this.#dial().catch((error) => this.#refused(error));
    if ('failure' in dialled) return dialled;
    const { connection, route } = dialled;
    if (this.#closing !== undefined) {
      connection.close();
      return { failure: closed, retry: false };
    }
    this.#unchecked = [route, ...route.hops].some(({ hostKeyCheck }) => hostKeyCheck === 'no');
    const since = performance.now();
    const shells = new ShellLife(
      route,
      connection,
      () => this.#dialAnother(),
      this.#listener,
      this.#memory,
    );
    this.#shells = shells;
    const over = await shells.serve();
    this.#backoff.wasReady(performance.now() - since);
    shells.close();
    return over;
  }

  async #dialAnother(): Promise<Connection> {
    this.#listener.debug?.('connection: another one is wanted beside it');
    return (await this.#dial()).connection;
  }

  async #dial(): Promise<{ readonly connection: Connection; readonly route: Route }> {
    const { signal } = this.#released;
    const route = await this.#context.route(this.host);
    this.#tellRoute(route);
    const connection = await dial(route, this.#transport, this.#listener, this.#context, signal);
    return { connection, route };
  }

  /** A host that stays down would fill the log with it. */
  #tellRoute(route: Route): void {
    const { debug } = this.#listener;
    if (!debug) return;
    const words = routeWords(this.host, route);
    const told = words.join('\n') === this.#toldRoute;
    for (const line of told ? ['route: as before'] : words) debug(line);
    this.#toldRoute = words.join('\n');
  }

  #refused(error: unknown): Over {
    if (this.#released.signal.aborted) return { failure: closed, retry: false };
    if (!(error instanceof ConnectError)) throw error;
    return { failure: error.failure, retry: error.retry || comesBack(error.failure) };
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#hurry = resolve;
    await promise;
    this.#hurry = undefined;
    clearTimeout(timer);
  }

  get #absence(): Failure {
    return absence(this.#state, this.#lastFailure);
  }

  #tell(state: HostState): void {
    if (this.#released.signal.aborted && state.kind !== 'off') return;
    this.#state = state;
    if ('failure' in state) this.#lastFailure = state.failure;
    if (state.kind === 'ready') this.#lastFailure = undefined;
    this.#outside.state(state);
  }
}

/** The host may be off or rebooting; even a name or port that is wrong now may be right later. */
const comesBack = ({ kind }: Failure): boolean => kind === 'unreachable' || kind === 'timeout';

function absence(state: HostState, last: Failure | undefined): Failure {
  switch (state.kind) {
    case 'retrying':
    case 'failed':
      return state.failure;
    case 'off':
      return { kind: 'unreachable', message: 'not connected' };
    case 'connecting':
      return last ? again(last) : { kind: 'unreachable', message: 'still connecting' };
    case 'starting':
      return last ? again(last) : starting;
    case 'ready':
    case 'suspect':
      return starting;
    default:
      return state satisfies never;
  }
}

const again = (last: Failure): Failure => ({
  ...last,
  message: `${last.message} (it is being tried again)`,
});

const starting: Failure = { kind: 'busy', message: 'the shell is starting' };
const busy: Failure = { kind: 'busy', message: 'a command is still running there' };
const closed: Failure = { kind: 'canceled', message: 'connection closed' };

/** Wherever a lost line is reported, it is said that it may have run. */
const lostWith = ({ message }: Failure): Failure => ({
  kind: 'unreachable',
  message,
});
const holdsNul: Failure = {
  kind: 'protocol',
  message: 'the line holds a NUL byte, which no shell can take – remove it',
};

/** A line of which nothing was sent. */
function notStarted(failure: Failure): HostLine {
  return {
    ended: Promise.resolve({ outcome: { kind: 'not-started', failure } }),
    interrupt: () => {},
    pause: () => {},
    resume: () => {},
    write: () => true,
    end: () => {},
  };
}
