import type { Host } from '../domain/host.ts';
import { type Remembered, type RememberedNews, withNews } from '../domain/remembered.ts';
import { Secret } from '../domain/secret.ts';
import type { Event, Request } from './protocol.ts';

/** Of all snapshots together, bytes: 1,000 hosts have 32 kB each, a usual one is 2. */
const mostBytes = 32 * 1024 * 1024;

/** What shells were like, for the worker that comes after theirs. In the memory of this process only. */
export class KeptShells {
  readonly #kept = new Map<string, Secret<Remembered>>();
  /** Their snapshots were too much, and their worker has ended. */
  readonly #without = new Set<string>();
  readonly #tooMuch = new Set<string>();
  readonly #most: number;
  #bytes = 0;

  constructor(most = mostBytes) {
    this.#most = most;
  }

  /** Told by the host's worker. */
  take(host: string, news: RememberedNews): void {
    const before = this.#of(host) ?? {};
    const now = withNews(before, news);
    const bytes = this.#bytes + bytesOf(now) - bytesOf(before);
    if (bytes > this.#most) {
      this.#put(host, withNews(now, { snapshot: null }));
      this.#tooMuch.add(host);
      return;
    }
    this.#put(host, now);
    if (news.snapshot !== undefined) this.#tooMuch.delete(host);
  }

  /** They are connected anew, or no more. */
  forget(hosts: Iterable<string>): void {
    for (const host of hosts) {
      this.#put(host, {});
      this.#kept.delete(host);
      this.#tooMuch.delete(host);
      this.#without.delete(host);
    }
  }

  /** Its worker has ended; `running`: a line was running in the shell. */
  lost(host: string, running: boolean): void {
    const { shell } = this.#of(host) ?? {};
    if (shell !== undefined) this.take(host, { shell: null, ...(running && { orphan: shell }) });
    if (this.#tooMuch.delete(host)) this.#without.add(host);
  }

  /** What gives these hosts to a worker, with what the one before it knew of them. */
  assignment(hosts: readonly Host[], jumps: readonly Host[]): readonly Request[] {
    const recalls = hosts.flatMap(({ name }): readonly Request[] => {
      const remembered = this.#of(name);
      return remembered ? [{ type: 'recall', host: name, remembered }] : [];
    });
    return [...recalls, { type: 'assign', hosts, jumps }];
  }

  /** What is to be told besides, when a host of a dead worker is there again. */
  notices(event: Event): readonly Event[] {
    if (event.type !== 'state' || event.state.kind !== 'ready') return [];
    return this.#without.delete(event.host) ? [{ type: 'notice', host: event.host, text }] : [];
  }

  #of(host: string): Remembered | undefined {
    return this.#kept.get(host)?.use((remembered) => remembered);
  }

  #put(host: string, remembered: Remembered): void {
    this.#bytes += bytesOf(remembered) - bytesOf(this.#of(host) ?? {});
    this.#kept.set(host, new Secret(remembered));
  }
}

const bytesOf = ({ snapshot }: Remembered): number => snapshot?.bytes ?? 0;

const text =
  'exports and functions went with its worker: all hosts together have more than is kept';
