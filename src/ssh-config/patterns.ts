import { fitsWildcard } from '../domain/wildcard.ts';

/** Of a `Host` line (ssh_config(5), PATTERNS): one pattern must match, and none that begins with `!`. */
export function matchesHost(patterns: readonly string[], name: string): boolean {
  const small = name.toLowerCase();
  const matches = (pattern: string) => fitsWildcard(small, pattern.toLowerCase());
  const [negated, wanted] = [true, false].map((negated) =>
    patterns.filter((pattern) => pattern.startsWith('!') === negated),
  );
  if (negated?.some((pattern) => matches(pattern.slice(1)))) return false;
  return wanted?.some(matches) === true;
}
