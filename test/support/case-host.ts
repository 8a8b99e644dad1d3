import type { Host, HostState } from '../../src/domain/host.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Question } from '../../src/domain/question.ts';
import type { RememberedNews } from '../../src/domain/remembered.ts';
import type { HostContext } from '../../src/remote-host/dial.ts';
import type { HostLine, RemoteHost } from '../../src/remote-host/remote-host.ts';
import { createRemoteHost } from '../../src/remote-host/remote-host-life.ts';
import type { Transport } from '../../src/transport/channel.ts';
import { plainRoutes } from './routes.ts';

export interface Said {
  readonly outcome: Outcome;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly cwd: string | undefined;
}

export interface Typed {
  readonly line: HostLine;
  readonly said: Promise<Said>;
  /** Resolves when its stdout holds `text`. */
  prints(text: string): Promise<void>;
}

export interface TypeOptions {
  readonly timeout?: number;
  readonly input?: Uint8Array | 'open';
  /** Takes the output instead of keeping it. */
  readonly take?: (bytes: Uint8Array) => void;
}

/** A remote host with everything it tells, for tests. */
export class CaseHost {
  readonly remote: RemoteHost;
  readonly states: HostState[] = [];
  readonly notices: string[] = [];
  readonly remembered: RememberedNews[] = [];
  late = '';
  /** What sudos there thought of the answers. */
  readonly verdicts: boolean[] = [];
  /** Answers its questions; absent: they are declined. */
  asked:
    | ((question: Question, signal?: AbortSignal) => Promise<readonly string[] | null>)
    | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(transport: Transport, host: Partial<Host> = {}, context: Partial<HostContext> = {}) {
    this.remote = createRemoteHost(
      { ...plainHost, ...host },
      transport,
      {
        state: (state) => this.#note(() => this.states.push(state)),
        late: (_, bytes) => this.#note(() => (this.late += Buffer.from(bytes).toString('latin1'))),
        notice: (text) => this.#note(() => this.notices.push(text)),
        ask: async (question, _, signal) => (await this.asked?.(question, signal)) ?? null,
        remember: (news) => this.#note(() => this.remembered.push(news)),
        judged: ({ verdict }) => this.#note(() => this.verdicts.push(verdict === 'accepted')),
      },
      {
        limit: { run: (_, task) => task((wait) => wait()) },
        route: plainRoutes(),
        ...context,
      },
      undefined,
    );
  }

  /** Ends whatever the shells of this host may have left on this machine: jobs, and orphans of a cut connection. */
  killLeftovers(): void {
    for (const state of this.states) {
      // A group 0 would be our own.
      if (state.kind !== 'ready' || state.shell.pgid < 2) continue;
      try {
        process.kill(-state.shell.pgid, 'SIGKILL');
      } catch {
        // Nothing is left of that group.
      }
    }
  }

  /** Connects and waits for a shell; throws when there will be none. */
  async ready(): Promise<this> {
    this.remote.connect();
    await this.until(() => ['ready', 'failed'].includes(this.remote.state.kind));
    if (this.remote.state.kind === 'failed') throw new Error(this.remote.state.failure.message);
    return this;
  }

  /** Waits until `holds`; the test's time limit is the limit. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#watchers.add(resolve);
      await promise;
      this.#watchers.delete(resolve);
    }
  }

  start(command: string, options: TypeOptions = {}): Typed {
    const kept = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
    const text = (stream: 'stdout' | 'stderr') => Buffer.concat(kept[stream]);
    const line = this.remote.run(command, {
      output: (stream, bytes) =>
        this.#note(() => (options.take ? options.take(bytes) : kept[stream].push(bytes))),
      ...(options.timeout !== undefined && { timeout: options.timeout }),
      ...(options.input !== undefined && { input: { onDrain: () => this.#note(() => {}) } }),
    });
    if (options.input !== undefined && options.input !== 'open') {
      line.write(options.input);
      line.end();
    }
    const said = line.ended.then(({ outcome, cwd }) => ({
      outcome,
      stdout: text('stdout'),
      stderr: text('stderr'),
      cwd,
    }));
    return { line, said, prints: (part) => this.until(() => text('stdout').includes(part)) };
  }

  /** Types a line when the shell takes one, and waits for its ending. */
  async type(command: string, options: TypeOptions = {}): Promise<Said> {
    await this.until(() => this.remote.state.kind === 'ready');
    return this.start(command, options).said;
  }

  #note(change: () => unknown): void {
    change();
    for (const watcher of this.#watchers) watcher();
  }
}

export const plainHost: Host = {
  name: 'web01',
  address: '127.0.0.1',
  port: 22,
  shell: 'auto',
  hostKeyCheck: 'yes',
  vars: {},
};
