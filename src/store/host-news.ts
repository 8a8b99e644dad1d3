import type { HostRun, OutputFacts, Run } from '../domain/run.ts';
import type { Message } from './message.ts';
import type { State } from './state.ts';

/** Messages about a host; many can be taken in at once. */
export type HostNews = Extract<
  Message,
  { type: 'host-state' | 'output' | 'progress' | 'host-ended' }
>;
type RunNews = Exclude<HostNews, { type: 'host-state' }>;

const newsTypes: ReadonlySet<string> = new Set<HostNews['type']>([
  'host-state',
  'output',
  'progress',
  'host-ended',
]);

export const isHostNews = (message: Message): message is HostNews => newsTypes.has(message.type);

/** Takes them in; the same state if nothing changed. */
export function withHostNews(state: State, news: readonly HostNews[]): State {
  if (news.length === 0) return state;
  const hosts = withHostStates(state.hosts, news);
  const runs = withRunNews(state.runs, news);
  return hosts === state.hosts && runs === state.runs ? state : { ...state, hosts, runs };
}

function withHostStates(hosts: State['hosts'], news: readonly HostNews[]): State['hosts'] {
  const change = new Changes(hosts);
  for (const message of news) {
    if (message.type === 'host-state') change.set(message.host, message.state);
  }
  return change.result;
}

function withRunNews(runs: readonly Run[], news: readonly HostNews[]): readonly Run[] {
  const newsOf = new Map<string, RunNews[]>();
  for (const message of news) {
    if (message.type === 'host-state') continue;
    const known = newsOf.get(message.run);
    if (known) known.push(message);
    else newsOf.set(message.run, [message]);
  }
  let next = runs;
  for (const [id, messages] of newsOf) {
    const index = next.findLastIndex((run) => run.id === id);
    const run = next[index];
    if (!run) continue;
    const changed = afterNews(run, messages);
    if (changed !== run) next = next.with(index, changed);
  }
  return next;
}

function afterNews(run: Run, news: readonly RunNews[]): Run {
  const change = new Changes(run.hostRuns);
  let now = run.startedAt;
  for (const message of news) {
    const before = change.result.get(message.host);
    // A host run ends once; later messages about it change nothing.
    if (!before || before.outcome) continue;
    if (message.type === 'host-ended') now = Math.max(now, message.now);
    change.set(message.host, afterMessage(before, message));
  }
  const hostRuns = change.result;
  return hostRuns === run.hostRuns ? run : ended({ ...run, hostRuns }, now);
}

function afterMessage(before: HostRun, message: RunNews): HostRun {
  switch (message.type) {
    case 'output':
      return equal(before.output, message.output) ? before : { ...before, output: message.output };
    case 'progress':
      return { ...before, progress: message.progress };
    case 'host-ended': {
      const { outcome, ms, output, transfer } = message;
      return { ...before, outcome, ms, output, ...(transfer && { transfer }) };
    }
    default:
      return message satisfies never;
  }
}

const equal = (a: OutputFacts, b: OutputFacts): boolean =>
  a.bytes === b.bytes && a.lines === b.lines && a.errorLines === b.errorLines && a.hash === b.hash;

/** The run, ended at `now` (epoch ms) if no host is waited for any more. */
export function ended(run: Run, now: number): Run {
  if (run.endedAt !== undefined) return run;
  for (const { outcome, letGo } of run.hostRuns.values()) if (!outcome && !letGo) return run;
  return { ...run, endedAt: now };
}

/** Copies a map with the first change, and only then. */
class Changes<V> {
  readonly #before: ReadonlyMap<string, V>;
  #after: Map<string, V> | undefined;

  constructor(before: ReadonlyMap<string, V>) {
    this.#before = before;
  }

  get result(): ReadonlyMap<string, V> {
    return this.#after ?? this.#before;
  }

  set(key: string, value: V): void {
    if (this.result.get(key) === value) return;
    this.#after ??= new Map(this.#before);
    this.#after.set(key, value);
  }
}
