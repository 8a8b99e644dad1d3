import type { Run } from '../domain/run.ts';
import type { Search } from '../store/state.ts';
import { folded } from './folded.ts';
import { hitOf } from './search-look.ts';

/** What was found so far, for the line under the prompt. */
export function searchWords(search: Search, run: Run | undefined): string {
  const { text, typing, hits, going, problem } = search;
  if (problem !== undefined && going === false && hits.size === 0) return problem;
  if (!run) return 'nothing has run yet – there is nothing to search';
  if (text === '') return 'a text, or /expression/ – Esc ends the search';
  const found = [...hits.values()].filter(({ count }) => count > 0);
  const count = found.reduce((sum, each) => sum + each.count, 0);
  const keys = typing ? 'Enter the first one' : 'n N next, before  Esc ends';
  const words = [
    count === 0
      ? going
        ? 'searching'
        : 'not found'
      : `${count} hit${count === 1 ? '' : 's'} on ${found.length} of ${run.hosts.length} hosts${going ? ' so far' : ''}`,
    placeWords(search),
    unseenWords(search),
    problem ?? '',
    typing && count === 0 ? '' : keys,
  ].filter((part) => part !== '');
  return `${typing ? '' : `${text}: `}${words.join('   ')}`;
}

/** `web07 3 of 12` */
function placeWords(search: Search): string {
  const at = hitOf(search);
  const hits = at && search.hits.get(at.host);
  if (!at || !hits) return '';
  const left = hits.count > hits.lines.length ? `, ${hits.lines.length} of them to walk` : '';
  return `${at.host} ${hits.lines.indexOf(at.line) + 1} of ${hits.count}${left}`;
}

/** Hosts whose output cannot be searched completely. */
function unseenWords({ hits }: Search): string {
  const hosts = [...hits.values()].filter(({ unseen }) => unseen).map(({ host }) => host);
  return hosts.length === 0 ? '' : `older lines of ${folded(hosts)} are not kept (record: false)`;
}
