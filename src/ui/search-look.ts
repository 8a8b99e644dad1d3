import { searchPattern } from '../domain/search-pattern.ts';
import type { TextPattern } from '../domain/text-pattern.ts';
import type { Search, State } from '../store/state.ts';

/** How a search shows in the lines. The same object as long as nothing changes. */
export interface SearchLook {
  readonly pattern: TextPattern;
  /** Id of the run that is searched. */
  readonly run: string;
  /** The hit that was jumped to. */
  readonly at: { readonly host: string; readonly line: number } | undefined;
}

export function searchLook({ search }: State): SearchLook | undefined {
  if (!search?.run || search.text === '' || search.problem !== undefined) return undefined;
  const { text, run } = search;
  const at = hitOf(search);
  if (last?.pattern.source === text && last.run === run && last.at === at) return last;
  last = { pattern: searchPattern(text), run, at };
  return last;
}

/** For `Paper`; empty if there is no search. */
export function searched(state: State): { readonly search?: SearchLook } {
  const search = searchLook(state);
  return search ? { search } : {};
}

/** The hit that was jumped to. */
export const hitOf = ({ at }: Search) => (at === 'first' ? undefined : at);

/** How many lines of this host match, in words; empty if there is no search. */
export function hitWords({ search }: State, host: string, run: string | undefined): string {
  if (!search || search.run !== run) return '';
  const count = search.hits.get(host)?.count ?? 0;
  return count === 0 ? '' : `${count} hit${count === 1 ? '' : 's'}`;
}

let last: SearchLook | undefined;
