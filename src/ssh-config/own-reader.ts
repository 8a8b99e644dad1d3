import type { Answer } from './answer.ts';
import type { ConfigLine } from './config-lines.ts';
import { matchesHost } from './patterns.ts';

/** Directives that may stand more than once. */
const several = new Set(['identityfile', 'certificatefile', 'setenv', 'sendenv']);

/**
 * What a configuration says of a host, where there is no ssh to ask: `Host` with its patterns, the first value wins
 * (ssh_config(5)). What stands under `Match` is passed over, unless it is `Match all`.
 */
export function readByOurselves(
  name: string,
  lines: readonly ConfigLine[],
  given: ReadonlyMap<string, readonly string[]>,
): Answer {
  const answer = new Map<string, readonly string[]>(given);
  let applies = true;
  for (const { keyword, words } of lines) {
    if (keyword === 'host') applies = matchesHost(words, name);
    else if (keyword === 'match') applies = words.length === 1 && words[0]?.toLowerCase() === 'all';
    else if (applies && keyword !== 'include') add(answer, given, keyword, words.join(' '));
  }
  return answer;
}

function add(
  answer: Map<string, readonly string[]>,
  given: ReadonlyMap<string, readonly string[]>,
  keyword: string,
  value: string,
): void {
  const known = answer.get(keyword);
  if (known === undefined) answer.set(keyword, [value]);
  else if (several.has(keyword) && !given.has(keyword)) answer.set(keyword, [...known, value]);
}
