import { Cluster, type ClusterEvent, type StartOptions } from '../../src/cluster/cluster.ts';
import type { HostFactory } from '../../src/cluster/worker.ts';
import type { Host } from '../../src/domain/host.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { HandshakeGate } from '../../src/remote-host/dial.ts';
import { createRemoteHost } from '../../src/remote-host/remote-host-life.ts';
import { plainHost } from './case-host.ts';
import { LocalTransport } from './local-connection.ts';
import { Scratch } from './local-shells.ts';
import { type MemoryLink, memoryLink } from './memory-link.ts';
import { plainRoutes } from './routes.ts';

type Ending = Extract<ClusterEvent, { type: 'ending' }>;

/** A cluster whose hosts are shells of this machine, behind workers in this process. */
export class LocalCluster {
  readonly scratch = new Scratch();
  readonly transport = new LocalTransport({ env: this.scratch.env(), cwd: this.scratch.home });
  readonly links: MemoryLink[] = [];
  readonly events: ClusterEvent[] = [];
  /** What became of passwords, host by host. */
  readonly judged: string[] = [];
  readonly cluster: Cluster;
  readonly #watchers = new Set<() => void>();

  constructor(names: readonly string[], workers = 2, hostsPerWorker?: number) {
    const hosts = new Map(names.map((name): [string, Host] => [name, { ...plainHost, name }]));
    const createHost: HostFactory = (host, listener, _, remembered) =>
      createRemoteHost(
        host,
        this.transport,
        listener,
        { limit: noLimit, route: plainRoutes() },
        remembered,
      );
    this.cluster = new Cluster({
      hosts,
      workers,
      ...(hostsPerWorker !== undefined && { hostsPerWorker }),
      connectTimeout: 10,
      spawn: () => {
        const link = memoryLink({ createHost });
        this.links.push(link);
        return link;
      },
      answer: () => Promise.resolve(null),
      judged: (host, { of, verdict }) => this.judged.push(`${host} ${of} ${verdict}`),
    });
    this.cluster.listen({
      event: (event) => {
        this.events.push(event);
        for (const watch of this.#watchers) watch();
      },
    });
  }

  async connected(names: readonly string[]): Promise<this> {
    this.cluster.select(names);
    await this.cluster.states.settled(names);
    return this;
  }

  /** Starts the operation; settles with the outcome of each host when all are in. */
  async run(id: string, options: StartOptions): Promise<Map<string, Outcome>> {
    this.cluster.start(id, options);
    await this.until(() => this.endings(id).length >= options.hosts.length);
    return new Map(this.endings(id).map(({ host, outcome }) => [host, outcome]));
  }

  endings(id: string): Ending[] {
    return this.events.filter(
      (event): event is Ending => event.type === 'ending' && event.id === id,
    );
  }

  /** The bytes of a `bytes` operation as they came, in order. */
  said(id: string, host: string): string {
    return this.events
      .flatMap((event) =>
        event.type === 'output' && event.id === id && event.host === host
          ? [Buffer.from(event.bytes)]
          : [],
      )
      .join('');
  }

  until(done: () => boolean): Promise<void> {
    if (done()) return Promise.resolve();
    return new Promise((resolve) => {
      const watch = () => {
        if (!done()) return;
        this.#watchers.delete(watch);
        resolve();
      };
      this.#watchers.add(watch);
    });
  }

  async close(): Promise<void> {
    await this.cluster.close();
    await this.transport.cleanUp();
    this.scratch.remove();
  }
}

const noLimit: HandshakeGate = { run: (_, task) => task((wait) => wait()) };
