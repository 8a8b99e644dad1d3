import { joinedHits } from '../domain/host-hits.ts';
import type { Message } from './message.ts';
import type { State } from './state.ts';

/** Adds results to the search; those of another search are ignored. */
export function withFound(
  state: State,
  { text, run, hits: fresh, done }: Extract<Message, { type: 'found' }>,
): State {
  const { search } = state;
  if (search?.text !== text || search.run !== run) return state;
  const hits = new Map(search.hits);
  for (const each of fresh) hits.set(each.host, joinedHits(hits.get(each.host), each));
  const { problem = search.problem } = done ?? {};
  return {
    ...state,
    search: { ...search, hits, going: !done, ...(problem !== undefined && { problem }) },
  };
}
