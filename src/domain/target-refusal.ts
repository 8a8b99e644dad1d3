import type { Operator } from './expression.ts';
import { fold } from './fold.ts';
import type { NamePattern } from './name-pattern.ts';
import { nearest } from './nearest.ts';
import { quoted } from './quoted.ts';
import { isReservedTargetName, whyEmpty } from './result-set.ts';
import type { TargetWorld } from './target-world.ts';

/** One operand, without its `@`, its brackets parsed. */
export interface Term {
  readonly operator: Operator;
  readonly pattern: NamePattern;
  /** Whether it has an `@` of its own, not just the one that begins the whole target. */
  readonly mention: boolean;
}

/** Reports names that are neither host nor group, with the nearest ones. */
export function whyUnknown(unknown: readonly string[], world: TargetWorld): string {
  const [first = ''] = unknown;
  if (world.anyHost) {
    return `no group ${quoted(first)}: there is no inventory – write host names, or name a file with --inventory`;
  }
  return `no host or group ${quoted(fold(unknown))}${hint(first, world)}`;
}

/** The end of a refusal: what may have been meant. */
export function hint(name: string, world: TargetWorld): string {
  const names = [...world.groups.keys(), ...world.hosts];
  // A name like `web` more likely means a group that begins with it than one of its hosts.
  const begun = name === '' ? [] : [...world.groups.keys()].filter((each) => each.startsWith(name));
  const near = nearest(name, [...names, ...(world.results?.keys() ?? []), 'all']);
  const meant = [...new Set([...begun.slice(0, 2), ...near])].slice(0, 3);
  if (meant.length > 0) return ` – did you mean ${meant.join(', ')}?`;
  if (names.length === 0) return ' – the inventory has no hosts';
  return ` – write one of the inventory, such as ${names.slice(0, 3).join(', ')}`;
}

/** Why no host is left. `emptiedBy` is the operand that removed the last hosts, absent if there never were any. */
export function whyNoHost(
  text: string,
  terms: readonly Term[],
  emptiedBy: Term | undefined,
): string {
  const [first] = terms;
  if (emptiedBy) return `${quoted(text)} leaves no host: ${whyEmptied(emptiedBy)}`;
  const why = first ? whyEmptyTerm(first.pattern.text) : '';
  return terms.length > 1 ? `${quoted(text)} leaves no host: ${why}` : why;
}

function whyEmptied({ operator, pattern }: Term): string {
  const name = quoted(pattern.text);
  switch (operator) {
    case '!':
      return `${name} takes the last ones out – take fewer out`;
    case '&':
      return `none of those before "&" is in ${name} – write "," to have both`;
    case '^':
      return `those before "^" are all in ${name}, and the other way round – write "," to have both`;
    case ',':
      return `${name} adds nothing`;
    default:
      return operator satisfies never;
  }
}

function whyEmptyTerm(name: string): string {
  if (name === '*') return whyEmpty('all');
  if (isReservedTargetName(name)) return whyEmpty(name);
  return `${quoted(name)} has no hosts – add some in the inventory`;
}
