import type { Cluster } from '../../cluster/cluster.ts';
import type { SearchAsked } from '../../cluster/pool-searches.ts';
import { UsageError } from '../../domain/failure.ts';
import type { Run } from '../../domain/run.ts';
import { searchPattern } from '../../domain/search-pattern.ts';
import type { Search } from '../../store/state.ts';
import type { Store } from '../../store/store.ts';
import { shownRun } from '../../ui/scene.ts';

/** New lines are searched no more often than this, ms. */
const lookAgainAfter = 250;

/** Has the workers search the current run for what the operator types, and again when lines have come. */
export function runSearch(store: Store, cluster: Pick<Cluster, 'search'>): () => void {
  let asked: { readonly text: string; readonly run: string | undefined } | undefined;
  let askedAt = 0;
  let again: NodeJS.Timeout | undefined;

  let open: object | undefined;

  const look = () => {
    const state = store.state();
    const { search } = state;
    if (!search) {
      if (asked) end();
      return;
    }
    const run = shownRun(state);
    if (asked?.text !== search.text || asked.run !== run?.id) begin(search, run);
    else if (run && !open) goOn(search, run);
  };

  function begin({ text, typing, at }: Search, run: Run | undefined): void {
    end();
    asked = { text, run: run?.id };
    const problem = problemOf(text);
    const search: Search = {
      text,
      typing,
      hits: new Map(),
      going: text !== '' && problem === undefined && run !== undefined,
      ...(run && { run: run.id }),
      ...(at !== undefined && { at: 'first' }),
      ...(problem !== undefined && { problem }),
    };
    askedAt = 0;
    store.act({ type: 'search', search });
  }

  /** Searches the lines that were not searched yet. */
  function goOn({ text, hits, going, problem }: Search, run: Run): void {
    if (text === '' || problem !== undefined) return;
    const from = [...run.hostRuns.values()]
      .map(({ host, output }) => ({ host, to: hits.get(host)?.to ?? 0, lines: output.lines }))
      .filter(({ to, lines }) => lines > to)
      .map(({ host, to }) => [host, to] as const);
    const wait = askedAt + lookAgainAfter - performance.now();
    if (from.length > 0 && wait > 0) retryIn(wait);
    else if (from.length > 0) ask({ id: run.id, text, from });
    else if (going) store.take([{ type: 'found', text, run: run.id, hits: [], done: {} }]);
  }

  function retryIn(wait: number): void {
    if (again) return;
    again = setTimeout(() => {
      again = undefined;
      look();
    }, wait);
    again.unref();
  }

  function ask(what: SearchAsked): void {
    const found = { type: 'found', text: what.text, run: what.id } as const;
    const mine = {};
    open = mine;
    askedAt = performance.now();
    cluster.search(what, {
      found: (hits) => store.take([{ ...found, hits }]),
      done(failure) {
        if (open === mine) open = undefined;
        const done = failure ? { problem: failure.message } : {};
        store.take([{ ...found, hits: [], done }]);
      },
    });
  }

  function end(): void {
    if (open && asked?.run !== undefined)
      cluster.search({ id: asked.run, text: '', from: [] }, ignored);
    open = undefined;
    asked = undefined;
  }

  return store.subscribe(look);
}

const ignored = { found: () => undefined, done: () => undefined };

function problemOf(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    searchPattern(text);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}
