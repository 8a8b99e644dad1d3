import type { Cluster, ClusterEvent } from '../../cluster/cluster.ts';
import type { HostState } from '../../domain/host.ts';
import { type ListingQuery, nameEnd } from '../../domain/listing.ts';
import type { KnownNames } from '../../shell/known-names.ts';

/** How long a list waits for all hosts, ms; after that it shows what is there, and fills in later. */
const patienceMs = 150;
/** Answers that come this close together, ms, are passed on as one. */
const togetherMs = 30;
/**
 * How long an answer counts as fresh, ms; PATH changes less often. Each line that runs makes everything stale.
 * Meanwhile the old answer is offered.
 */
const freshMs = { folder: 3000, variables: 500, commands: 300_000, users: 300_000 } as const;
/** Answers that are kept. */
const mostKept = 10_000;

/** What can be asked for names. */
export interface Listing extends Pick<Cluster, 'list'> {
  readonly states: { get(host: string): Pick<HostState, 'kind'> };
}

interface Answer {
  /** Undefined: no answer yet, or the host cannot list. */
  names?: readonly string[];
  /** On the clock of `performance`. */
  askedAt: number;
  asking: boolean;
}

/** Builtins that every shell we drive has (POSIX 2.14 and 1.6). */
const builtins =
  'alias bg cd command eval exec exit export fg getopts hash jobs kill read readonly return set shift times trap type ulimit umask unalias unset wait'.split(
    ' ',
  );

/** What the hosts have in PATH and in folders: from memory at once, asked for behind it. */
export class RemoteNames {
  readonly #cluster: Listing;
  readonly #changed: () => void;
  readonly #answers = new Map<string, Answer>();
  /** Equal answers are kept once. */
  readonly #lists = new Map<string, readonly string[]>();
  readonly #cwds = new Map<string, string>();
  /** When a line last ended there. */
  readonly #ranAt = new Map<string, number>();
  #telling: NodeJS.Timeout | undefined;

  /** `changed` is called when more is known, or a list has waited long enough. */
  constructor(cluster: Listing, changed: () => void) {
    this.#cluster = cluster;
    this.#changed = changed;
  }

  take(event: ClusterEvent): void {
    if (event.type !== 'ending') return;
    this.#ranAt.set(event.host, performance.now());
    if (event.cwd !== undefined) this.#cwds.set(event.host, event.cwd);
  }

  /** Undefined: none of the hosts can be asked. */
  ask(hosts: readonly string[], query: ListingQuery): KnownNames | undefined {
    const ready = hosts.filter((host) => this.#cluster.states.get(host).kind === 'ready');
    if (ready.length === 0) return undefined;
    const now = performance.now();
    const stale = ready.filter((host) => this.#isStale(host, query, now));
    if (stale.length > 0) this.#request(stale, query, now);
    const answers = ready.map((host) => this.#answers.get(this.#key(host, query)));
    const missing = answers.filter((answer) => answer?.asking && answer.names === undefined);
    const since = Math.min(now, ...missing.map((answer) => answer?.askedAt ?? now));
    const soon = now - since < patienceMs ? 'soon' : 'late';
    return {
      ...counted(answers.flatMap((answer) => (answer?.names ? [answer.names] : []))),
      ...(missing.length > 0 && { waiting: soon }),
    };
  }

  #isStale(host: string, query: ListingQuery, now: number): boolean {
    const answer = this.#answers.get(this.#key(host, query));
    if (!answer) return true;
    if (answer.asking) return false;
    if (now - answer.askedAt > freshMs[query.kind]) return true;
    const changes = query.kind === 'folder' || query.kind === 'variables';
    return changes && (this.#ranAt.get(host) ?? 0) > answer.askedAt;
  }

  #request(hosts: readonly string[], query: ListingQuery, now: number): void {
    if (this.#answers.size > mostKept) this.#forget();
    const keys = new Map(hosts.map((host) => [host, this.#key(host, query)]));
    for (const key of keys.values()) {
      const before = this.#answers.get(key);
      this.#answers.set(key, { ...before, askedAt: now, asking: true });
    }
    this.#cluster.list(hosts, query, (host, names) => {
      const answer = this.#answers.get(keys.get(host) ?? '');
      if (!answer) return;
      answer.asking = false;
      if (names === undefined) delete answer.names;
      else answer.names = this.#listOf(names, query);
      this.#tell(togetherMs);
    });
    // A timer may be a little early.
    setTimeout(() => this.#tell(0), patienceMs + 10).unref();
  }

  /** A relative path means something else in another directory. */
  #key(host: string, query: ListingQuery): string {
    if (query.kind !== 'folder') return [host, query.kind].join(nameEnd);
    const cwd = /^[/~]/.test(query.path) ? '' : (this.#cwds.get(host) ?? '');
    return [host, query.kind, cwd, query.path, query.prefix ?? ''].join(nameEnd);
  }

  #listOf(names: string, { kind }: ListingQuery): readonly string[] {
    const known = this.#lists.get(kind + names);
    if (known) return known;
    const own = names.split(nameEnd).slice(0, -1);
    const list = kind === 'commands' ? [...new Set([...own, ...builtins])] : own;
    this.#lists.set(kind + names, list);
    return list;
  }

  #forget(): void {
    this.#answers.clear();
    this.#lists.clear();
  }

  #tell(after: number): void {
    this.#telling ??= setTimeout(() => {
      this.#telling = undefined;
      this.#changed();
    }, after).unref();
  }
}

/** Most hosts have the same names: each list is counted once. */
function counted(lists: readonly (readonly string[])[]): Pick<KnownNames, 'names' | 'of'> {
  const times = new Map<readonly string[], number>();
  for (const list of lists) times.set(list, (times.get(list) ?? 0) + 1);
  const names = new Map<string, number>();
  for (const [list, count] of times) {
    for (const name of list) names.set(name, (names.get(name) ?? 0) + count);
  }
  return { names, of: lists.length };
}
