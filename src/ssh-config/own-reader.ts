import type { Answer } from './answer.ts';
import { type ConfigLine, endOfInclude } from './config-lines.ts';
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
  /** Whether each Include that we are in holds for the host. */
  const around = [true];
  let applies = true;
  for (const { keyword, words } of lines) {
    if (keyword === 'include') around.push(applies);
    else if (keyword === endOfInclude) applies = around.pop() === true;
    else if (keyword === 'host') applies = around.at(-1) === true && matchesHost(words, name);
    else if (keyword === 'match') applies = around.at(-1) === true && isMatchAll(words);
    else if (applies) add(answer, given, keyword, words.join(' '));
  }
  return answer;
}

const isMatchAll = ([first, ...more]: readonly string[]): boolean =>
  first?.toLowerCase() === 'all' && more.length === 0;

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
