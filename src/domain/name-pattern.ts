import { UsageError } from './failure.ts';
import { quoted } from './quoted.ts';
import { countIndexes, listIndexes, parseRanges, type Range, widestIndex } from './range-set.ts';

/** `r[1-2]n[1-2]-ib` taken apart. */
export interface NamePattern {
  readonly text: string;
  /** The text before, between and after the brackets: one piece more than there are brackets. */
  readonly literals: readonly string[];
  readonly ranges: readonly (readonly Range[])[];
}

const longestName = 255; // a DNS name has at most 253 characters
const allowed = /^[\p{L}\p{M}\p{N}._:%+-]*$/u; // `:` and `%` are in IPv6 addresses: fe80::1%eth0

/** Takes one name or node set apart. Throws a UsageError for what no host name can be. */
export function parsePattern(
  text: string,
  wildcards: 'wildcards' | 'names' = 'names',
): NamePattern {
  const literals: string[] = [];
  const ranges: (readonly Range[])[] = [];
  let rest = text;
  for (let open = rest.indexOf('['); open >= 0; open = rest.indexOf('[')) {
    const close = rest.indexOf(']', open);
    if (open === 0 && literals.length > 0) throw new UsageError(touching(text));
    literals.push(rest.slice(0, open));
    ranges.push(parseRanges(rest.slice(open + 1, close), quoted(text)));
    rest = rest.slice(close + 1);
  }
  literals.push(rest);
  const pattern = { text, literals, ranges };
  checkName(pattern, wildcards === 'wildcards' ? literals.map(withoutWildcards) : literals);
  return pattern;
}

/** How many names that is, counted without listing them. */
export function countNames(pattern: NamePattern): number {
  return pattern.ranges.reduce((count, ranges) => count * countIndexes(ranges), 1);
}

/** Every name, the last bracket turning fastest. */
export function listNames({ literals, ranges }: NamePattern): string[] {
  let names = [literals[0] ?? ''];
  ranges.forEach((bracket, position) => {
    const ends = listIndexes(bracket).map((digits) => digits + (literals[position + 1] ?? ''));
    names = names.flatMap((name) => ends.map((end) => name + end));
  });
  return names;
}

function touching(text: string): string {
  return `${quoted(text)}: two brackets touch – write one, as in n[13-14,23-24]`;
}

function withoutWildcards(literal: string): string {
  return literal.replace(/[*?]/g, 'x');
}

function checkName({ text, ranges }: NamePattern, literals: readonly string[]): void {
  const length = literals.join('').length + ranges.map(widestIndex).reduce((a, b) => a + b, 0);
  if (length > longestName) {
    throw new UsageError(`${quoted(text)}: a host name has at most ${longestName} characters`);
  }
  if (literals[0]?.startsWith('-')) {
    throw new UsageError(
      `${quoted(text)}: a host name does not start with "-" – leave it out (ssh would take it for an option)`,
    );
  }
  if (text === '.' || text === '..') {
    throw new UsageError(`${quoted(text)} is a directory – write a host name`);
  }
  const strange = literals.find((literal) => !allowed.test(literal));
  if (strange !== undefined) throw new UsageError(`${quoted(text)}: ${whyStrange(strange)}`);
}

function whyStrange(literal: string): string {
  if (/\s/.test(literal))
    return 'there is white space in the name – write a comma between two names';
  if (/\p{C}/u.test(literal)) return 'there is a control character in the name – leave it out';
  if (/[*?]/.test(literal))
    return 'a wildcard has no place here – write the names, as in web[01-04]';
  if (/[{}]/.test(literal)) return 'ranges have square brackets – write them as in web[01-04]';
  if (literal.includes('@')) return 'there is "@" inside the name – write the host alone';
  return 'a host name has letters, digits and . _ - : % + only – write it with these';
}
