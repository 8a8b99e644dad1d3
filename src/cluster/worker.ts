import type { Host } from '../domain/host.ts';
import type { Remembered } from '../domain/remembered.ts';
import { messageOf } from '../domain/thrown.ts';
import type { HostListener, RemoteHost } from '../remote-host/remote-host.ts';
import { Asks } from './asks.ts';
import { DebugTold } from './debug-told.ts';
import { Outbox } from './outbox.ts';
import { type Batch, type Event, type Limits, protocolVersion, type Request } from './protocol.ts';
import { RunSearches } from './run-searches.ts';
import { WorkerRun } from './worker-run.ts';

/** The worker's end of a link. */
export interface WorkerPort {
  send(batch: Batch): void;
  onRequest(take: (request: Request) => void): void;
  /** The UI process is gone. */
  onDown(down: () => void): void;
}

/** How a worker gets its remote hosts; the root passes it, so that the transports are named there. */
export type HostFactory = (
  host: Host,
  listener: HostListener,
  shared: SharedByHosts,
  remembered?: Remembered,
) => RemoteHost;

export interface SharedByHosts {
  readonly limits: Limits;
  readonly sshConfig: string | undefined;
  jump(name: string): Host | undefined;
}

export interface ServeOptions {
  readonly createHost: HostFactory;
  /** Whether ssh2's native addon is loaded, for `hello`. */
  readonly addon: boolean;
  /** Called when every connection is closed after `bye` or when the UI process is gone. */
  readonly finished: () => void;
}

/** Runs that stay in memory, so that walking back among the newest is instant; the UI process reads others from their records. */
const runsInMemory = 20;

/** Serves one UI process until it says bye or is gone. */
export function serve(port: WorkerPort, options: ServeOptions): void {
  const hosts = new Map<string, RemoteHost>();
  const jumps = new Map<string, Host>();
  const recalled = new Map<string, Remembered>();
  const runs = new Map<string, WorkerRun>();
  const changed = new Map<WorkerRun, Set<string>>();
  const ids = new Map<WorkerRun, string>();
  /** Those that are in memory, the oldest first. */
  let inMemory: readonly WorkerRun[] = [];
  const limits = { handshakes: 64, handshakesPerAddress: 8, sshCalls: 8 };
  let sshConfig: string | undefined;
  const outbox = new Outbox({ send: (batch) => port.send(batch), digests });
  const debug = new DebugTold();
  const put = (event: Event) => {
    debug.event(event);
    outbox.put(event);
  };
  const asks = new Asks(put);
  const searches = new RunSearches({ put, output: (run, host) => runs.get(run)?.output(host) });
  let leaving = false;

  port.onRequest(take);
  port.onDown(() => void leave());

  function take(request: Request): void {
    debug.request(request);
    switch (request.type) {
      case 'hello':
        Object.assign(limits, request.limits);
        sshConfig = request.sshConfig;
        put({ type: 'hello', version: protocolVersion, pid: process.pid, addon: options.addon });
        return;
      case 'recall':
        recalled.set(request.host, request.remembered);
        return;
      case 'assign':
        for (const jump of request.jumps) jumps.set(jump.name, jump);
        for (const host of request.hosts) assign(host);
        return;
      case 'release':
        for (const name of request.hosts) void release(name);
        return;
      case 'connect':
        for (const name of request.hosts) hosts.get(name)?.connect();
        return;
      case 'start': {
        const run = runs.get(request.id) ?? newRun(request.id);
        for (const name of request.hosts) run.start(name, hosts.get(name), request.operation);
        return;
      }
      case 'input':
        for (const name of request.hosts) {
          runs.get(request.id)?.input(name, request.bytes, request.end === true);
        }
        return;
      case 'resize':
        runs.get(request.id)?.resize(request.host, request.size);
        return;
      case 'cancel':
        for (const name of request.hosts) runs.get(request.id)?.interrupt(name);
        return;
      case 'forget': {
        const run = runs.get(request.id);
        if (!run?.isOver) return;
        runs.delete(request.id);
        ids.delete(run);
        inMemory = inMemory.filter((each) => each !== run);
        changed.delete(run);
        return;
      }
      case 'credit':
        runs.get(request.id)?.grant(request.host, request.bytes);
        return;
      case 'ack':
        outbox.acknowledge(request.batch);
        return;
      case 'read':
        void read(request);
        return;
      case 'search':
        void searches.begin(request);
        return;
      case 'list':
        for (const host of request.hosts) void list(request, host);
        return;
      case 'answer':
        asks.answer(request.ask, request.answers, request.why);
        return;
      case 'debug':
        debug.writeTo(request.file);
        return;
      case 'bye':
        void leave();
        return;
      default:
        request satisfies never;
    }
  }

  function assign(host: Host): void {
    if (hosts.has(host.name) || leaving) return;
    let isHere = () => true;
    const remote = options.createHost(
      host,
      listener(host.name, () => isHere()),
      {
        limits,
        sshConfig,
        jump: (name) => jumps.get(name),
      },
      recalled.get(host.name),
    );
    recalled.delete(host.name);
    hosts.set(host.name, remote);
    isHere = () => hosts.get(host.name) === remote;
    remote.connect();
  }

  /** A host that was let go may be closing while it is here anew: its states are the old ones. */
  function listener(host: string, isHere: () => boolean): HostListener {
    return {
      state: (state) => {
        if (isHere()) put({ type: 'state', host, state });
      },
      late: (stream, bytes) => put({ type: 'late', host, stream, bytes }),
      notice: (text) => put({ type: 'notice', host, text }),
      ask: (question, jump, signal) => asks.ask(jump ?? host, question, signal),
      judged: (judgement, jump) => put({ type: 'judged', host: jump ?? host, ...judgement }),
      remember: (news) => {
        if (isHere()) put({ type: 'remember', host, news });
      },
      get debug() {
        return debug.of(host);
      },
    };
  }

  async function release(name: string): Promise<void> {
    const remote = hosts.get(name);
    hosts.delete(name);
    await remote?.close();
    // It may be here anew by now.
    if (!hosts.has(name)) put({ type: 'state', host: name, state: { kind: 'off' } });
  }

  function newRun(id: string): WorkerRun {
    const run = new WorkerRun({
      id,
      recordName: `${id.slice(0, 8)}-${process.pid}.rec`,
      put,
      digestChanged(run, host) {
        const hostsOfRun = changed.get(run);
        if (hostsOfRun) hostsOfRun.add(host);
        else changed.set(run, new Set([host]));
        outbox.digestChanged();
      },
      ended: () => outbox.hurry(),
    });
    runs.set(id, run);
    ids.set(run, id);
    inMemory = forgetOld([...inMemory, run]);
    return run;
  }

  /** 1,000 hosts in 200 runs would be 600 MB over all workers. What still goes on stays. */
  function forgetOld(known: readonly WorkerRun[]): readonly WorkerRun[] {
    const old = new Set(known.slice(0, -runsInMemory).filter(({ isOver }) => isOver));
    for (const run of old) {
      run.forget();
      changed.delete(run);
    }
    return known.filter((run) => !old.has(run));
  }

  function digests(): Event[] {
    const events: Event[] = [];
    for (const [run, names] of changed) {
      for (const host of names) {
        const digest = run.growing(host)?.digest();
        if (digest) events.push({ type: 'digest', id: ids.get(run) ?? '', host, ...digest });
      }
    }
    changed.clear();
    return events;
  }

  async function read(request: Extract<Request, { type: 'read' }>): Promise<void> {
    const { read, id, host, from, count } = request;
    const output = runs.get(id)?.output(host);
    if (!output) {
      const failure = { kind: 'worker', message: 'this worker has no lines of it' } as const;
      put({ type: 'stretch', read, from, lines: [], failure });
      return;
    }
    try {
      put({ type: 'stretch', read, ...(await output.read(from, count)) });
    } catch (error) {
      const failure = { kind: 'file', message: messageOf(error) } as const;
      put({ type: 'stretch', read, from, lines: [], failure });
    }
  }

  async function list(
    { list, query }: Extract<Request, { type: 'list' }>,
    host: string,
  ): Promise<void> {
    const names = await hosts.get(host)?.list(query);
    put({ type: 'listed', list, host, ...(names !== undefined && { names }) });
  }

  async function leave(): Promise<void> {
    if (leaving) return;
    leaving = true;
    await Promise.all([...hosts.values()].map((remote) => remote.close()));
    await Promise.all([...runs.values()].map((run) => run.recorded()));
    outbox.flush();
    options.finished();
  }
}
