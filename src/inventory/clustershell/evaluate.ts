import { combine, type Operand, parseExpression } from '../../domain/expression.ts';
import { UsageError } from '../../domain/failure.ts';
import { countNames, listNames, parsePattern } from '../../domain/name-pattern.ts';
import { nearest } from '../../domain/nearest.ts';
import { checkSize } from '../../domain/node-set.ts';
import { quoted } from '../../domain/quoted.ts';
import { fitsWildcard } from '../../domain/wildcard.ts';
import type { GroupSource } from './source.ts';

/** Names listed for all groups of an inventory. */
const mostListed = 2_000_000;
const deepest = 100;

type Way = { readonly group: string; readonly above?: Way; readonly depth: number };

/** What groups of these sources stand for; the first is the default. Asked one after the other. It throws UsageErrors. */
export function evaluation(sources: ReadonlyMap<string, GroupSource>, standard: GroupSource) {
  const known = new Map<string, ReadonlySet<string>>();
  let listed = 0;

  return {
    group: (source: GroupSource, name: string) => group(source, name, undefined),
    all: (source: GroupSource) => all(source, undefined),
  };

  async function group(
    source: GroupSource,
    name: string,
    way: Way | undefined,
  ): Promise<ReadonlySet<string>> {
    if (name === '*') return all(source, way);
    const key = `@${source.name}:${name}`;
    const before = known.get(key);
    if (before) return before;
    const next = step(key, way);
    const text = await source.map(name);
    if (text === undefined) throw new UsageError(await whyUnknown(source, name));
    const hosts = await hostsOf(text, source, next);
    known.set(key, hosts);
    return hosts;
  }

  /** Without a word of its own for that: all of its groups. */
  async function all(source: GroupSource, way: Way | undefined): Promise<ReadonlySet<string>> {
    const key = `@${source.name}:*`;
    const before = known.get(key);
    if (before) return before;
    const next = step(key, way);
    const text = await source.all();
    const hosts = new Set<string>(text === undefined ? [] : await hostsOf(text, source, next));
    if (text === undefined) {
      for (const name of (await source.list()) ?? [])
        for (const host of await group(source, name, next)) hosts.add(host);
    }
    known.set(key, hosts);
    return hosts;
  }

  async function hostsOf(text: string, source: GroupSource, way: Way): Promise<Set<string>> {
    const chosen = new Set<string>();
    const expression = text
      .trim()
      .replace(/\s*([,!&^])\s*/g, '$1')
      .replace(/\s+/g, ',');
    if (expression === '') return chosen;
    for (const operand of parseExpression(expression))
      combine(chosen, operand.operator, await operandHosts(operand, source, way));
    return chosen;
  }

  async function operandHosts(
    { text }: Operand,
    source: GroupSource,
    way: Way,
  ): Promise<ReadonlySet<string>> {
    if (!text.startsWith('@')) return new Set(await named(text, source, way));
    const found = new Set<string>();
    const [, prefix, rest = ''] = /^@(?:([^:[\]]+):)?(.*)$/.exec(text) ?? [];
    const from = prefix === undefined ? source : sources.get(prefix);
    if (!from) throw new UsageError(whyNoSource(prefix ?? ''));
    const names = rest === '*' ? ['*'] : list(rest);
    for (const name of names) for (const host of await group(from, name, way)) found.add(host);
    return found;
  }

  async function named(text: string, source: GroupSource, way: Way): Promise<readonly string[]> {
    if (!/[*?]/.test(text)) return list(text);
    const everybody = await all(source, way);
    return [...everybody].filter((host) => fitsWildcard(host, text));
  }

  function list(text: string): readonly string[] {
    const pattern = parsePattern(text);
    checkSize([pattern], text);
    listed += countNames(pattern);
    if (listed > mostListed)
      throw new UsageError('more than two million names up to here – split the inventory');
    return listNames(pattern);
  }

  function step(group: string, above: Way | undefined): Way {
    for (let way = above; way; way = way.above) {
      if (way.group === group)
        throw new UsageError(
          `${group} holds itself, by way of ${above?.group} – take it out of one of them`,
        );
    }
    const depth = (above?.depth ?? 0) + 1;
    if (depth > deepest)
      throw new UsageError(`groups are nested more than ${deepest} deep – write them flatter`);
    return { group, depth, ...(above && { above }) };
  }

  async function whyUnknown(source: GroupSource, name: string): Promise<string> {
    const near = nearest(name, (await source.list()) ?? [], 2).join(' or ');
    const where = source === standard ? '' : ` in source ${quoted(source.name)}`;
    return `no group ${quoted(name)}${where} – ${near ? `did you mean ${near}?` : 'write it there'}`;
  }

  function whyNoSource(name: string): string {
    const near = nearest(name, sources.keys(), 2).join(' or ');
    return `no source ${quoted(name)} of groups – ${near ? `did you mean ${near}?` : `there is ${[...sources.keys()].join(', ')}`}`;
  }
}
