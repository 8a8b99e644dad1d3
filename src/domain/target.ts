import { combine, parseExpression } from './expression.ts';
import { UsageError } from './failure.ts';
import { listNames, type NamePattern, parsePattern } from './name-pattern.ts';
import { checkSize } from './node-set.ts';
import { quoted } from './quoted.ts';
import { hint, type Term, whyNoHost, whyUnknown } from './target-refusal.ts';
import { inInventoryOrder, lookUp, type TargetWorld } from './target-world.ts';
import { fitsWildcard } from './wildcard.ts';

/**
 * The hosts a target selects, each once, in the order of the inventory: `@web,db[1-9/2]!db03`, `web*&@failed`.
 * A bare name is a host, a group or a result set, with or without `@`. Operators go from left to right.
 * Throws UsageError for every name that is not known, and for a target without hosts unless that is allowed.
 */
export function resolveTarget(
  text: string,
  world: TargetWorld,
  empty: 'refuse' | 'allow' = 'refuse',
): string[] {
  const terms = termsOf(text);
  const chosen = new Set<string>();
  const unknown: string[] = [];
  let emptiedBy: Term | undefined;
  for (const term of terms) {
    const before = chosen.size;
    combine(chosen, term.operator, hostsOf(term, world, unknown));
    if (before > 0 && chosen.size === 0) emptiedBy = term;
  }
  if (unknown.length > 0) throw new UsageError(whyUnknown(unknown, world));
  if (chosen.size === 0 && empty === 'refuse') {
    throw new UsageError(whyNoHost(text, terms, emptiedBy));
  }
  return inInventoryOrder(chosen, world);
}

function termsOf(text: string): readonly Term[] {
  const terms = parseExpression(text).map((operand, position) => ({
    operator: operand.operator,
    pattern: patternOf(nameIn(operand.text)),
    mention: position > 0 && operand.text.startsWith('@'),
  }));
  checkSize(
    terms.map((term) => term.pattern),
    text,
  );
  return terms;
}

/** `-` is the previous target; no host may have that name. */
const patternOf = (name: string): NamePattern =>
  name === '-' ? { text: name, literals: [name], ranges: [] } : parsePattern(name, 'wildcards');

function nameIn(operand: string): string {
  if (!operand.startsWith('@')) return operand;
  const name = operand.slice(1).trim();
  if (name === '') {
    throw new UsageError('there is no name after "@" – write a group or a host, as in @web');
  }
  return name;
}

/** Unknown names are added to `unknown`, to be reported together. */
function hostsOf(term: Term, world: TargetWorld, unknown: string[]): ReadonlySet<string> {
  const names = listNames(term.pattern);
  if (/[*?]/.test(term.pattern.text)) return matching(names, term.pattern.text, world);
  const hosts = new Set<string>();
  for (const name of names) {
    const meant = lookUp(name, world) ?? (world.anyHost && !term.mention ? [name] : undefined);
    if (meant) for (const host of meant) hosts.add(host);
    else unknown.push(name);
  }
  return hosts;
}

const mostMasks = 1000; // each is matched against every host

function matching(masks: readonly string[], text: string, world: TargetWorld): ReadonlySet<string> {
  if (masks.length > mostMasks) {
    throw new UsageError(
      `${quoted(text)} is ${masks.length} wildcards: more than ${mostMasks} – write smaller ranges`,
    );
  }
  const hosts = world.hosts.filter((host) => masks.some((mask) => fitsWildcard(host, mask)));
  // A wildcard that matches nothing is a slip: in `@all!prdo*` an expensive one.
  if (hosts.length === 0 && text !== '*') {
    throw new UsageError(
      `no host matches ${quoted(text)}${hint(text.replace(/[*?]/g, ''), world)}`,
    );
  }
  return new Set(hosts);
}
