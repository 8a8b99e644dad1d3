import type { Host } from '../domain/host.ts';
import type { DebugLog } from '../records/debug-log.ts';
import {
  type Batch,
  type Event,
  type Limits,
  type Operation,
  protocolVersion,
  type Request,
  type WorkerLink,
} from './protocol.ts';

interface Handlers {
  batch(batch: Batch): void;
  down(reason: string): void;
}

/** One worker as the pool knows it: its hosts, and what it still owes an ending. */
export class PoolWorker {
  readonly hosts = new Map<string, Host>();
  /** Settles when the worker can no longer be reached. */
  readonly gone: Promise<void>;
  addon = false;
  readonly #link: WorkerLink;
  readonly #handlers: Handlers;
  /** By run id and host: since when it is owed, on the clock of `performance`. */
  readonly #owed = new Map<string, Map<string, number>>();
  /** Of what is owed: what runs in shells. */
  readonly #lines = new Set<string>();
  #isDown = false;

  constructor(link: WorkerLink, handlers: Handlers) {
    this.#link = link;
    this.#handlers = handlers;
    link.onBatch((batch) => handlers.batch(batch));
    this.gone = new Promise((resolve) => {
      link.onDown((reason) => {
        resolve();
        this.#down(reason);
      });
    });
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  greet(limits: Limits, sshConfig: string | undefined): void {
    const config = sshConfig !== undefined && { sshConfig };
    this.send({ type: 'hello', version: protocolVersion, limits, ...config });
  }

  /** Undefined: no more. */
  debug(log: DebugLog | undefined): void {
    log?.write(undefined, `worker ${this.pid}: writes here too`);
    this.send({ type: 'debug', ...(log && { file: log.file }) });
  }

  send(request: Request): void {
    if (!this.#isDown) this.#link.send(request);
  }

  close(): void {
    this.#link.close();
  }

  introduce({ version, addon }: Extract<Event, { type: 'hello' }>): void {
    this.addon = addon;
    if (version === protocolVersion) return;
    this.#link.close();
    this.#down(
      `it speaks protocol ${version}, not ${protocolVersion} – install the same tutti on both sides`,
    );
  }

  expect(id: string, hosts: readonly string[], kind: Operation['kind']): void {
    if (kind === 'run') this.#lines.add(id);
    const owed = this.#owed.get(id) ?? new Map<string, number>();
    this.#owed.set(id, owed);
    for (const host of hosts) owed.set(host, performance.now());
  }

  /** Returns false if this ending was reported before. */
  ended(id: string, host: string): boolean {
    const owed = this.#owed.get(id);
    if (!owed?.delete(host)) return false;
    if (owed.size === 0) {
      this.#owed.delete(id);
      this.#lines.delete(id);
    }
    return true;
  }

  owes(host: string): boolean {
    return [...this.#owed.values()].some((hosts) => hosts.has(host));
  }

  /** A line has no ending there. */
  runsLine(host: string): boolean {
    return [...this.#lines].some((id) => this.#owed.get(id)?.has(host));
  }

  /** What has no ending yet, and for how long, ms. */
  unended(): { readonly id: string; readonly host: string; readonly ms: number }[] {
    const now = performance.now();
    return [...this.#owed].flatMap(([id, hosts]) =>
      [...hosts].map(([host, since]) => ({ id, host, ms: Math.round(now - since) })),
    );
  }

  #down(reason: string): void {
    if (this.#isDown) return;
    this.#isDown = true;
    this.#handlers.down(reason);
  }
}
