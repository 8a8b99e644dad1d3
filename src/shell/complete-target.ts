import fuzzysort, { type KeyResult, type SnapshotKey } from 'fuzzysort';
import { fold } from '../domain/fold.ts';
import type { Completion, CompletionWorld } from './complete.ts';

const most = 12;

/** A name that can stand in a target. */
interface Candidate {
  readonly name: string;
  readonly kind: 'group' | 'result' | 'family' | 'host';
  /** In its list. */
  readonly place: number;
}

/** The last name of a target: groups, result sets, families such as web[01-20], hosts – with the hosts each would select. `kinds`: only these, without what is in the list already. */
export function completeTarget(
  text: string,
  start: number,
  cursor: number,
  world: CompletionWorld,
  kinds?: readonly Candidate['kind'][],
): Completion | undefined {
  const expression = text.slice(start, cursor);
  const from = start + nameStart(expression);
  const query = text.slice(from, cursor).replace(/^@/, '');
  const before = text.slice(start, from);
  const candidates = kinds ? someOf(candidatesOf(world), kinds) : candidatesOf(world);
  const there = new Set(kinds && before.split(',').map((name) => name.replace(/^@/, '')));
  const found = matches(query, candidates, most + there.size)
    .filter(({ candidate }) => !there.has(candidate.name))
    .slice(0, most);
  const items = found.flatMap(({ candidate, positions }) => {
    const count = world.count(before + candidate.name);
    if (count === undefined) return [];
    const kind = kindOf(candidate);
    const detail = `${count} host${count === 1 ? '' : 's'}${kind && `  ${kind}`}`;
    return [{ label: candidate.name, insert: candidate.name, detail, positions }];
  });
  return items.length > 0 ? { from, to: cursor, items } : undefined;
}

const kindNames = { group: 'group', result: 'last run', family: 'node set', host: '' } as const;

/** Not all result sets are of a run. */
const kindOf = ({ name, kind }: Candidate): string =>
  kind === 'result' ? (resultKinds[name] ?? kindNames.result) : kindNames[kind];

const resultKinds: Readonly<Record<string, string>> = {
  marked: 'marks',
  down: 'now',
  '-': 'target before',
};

/** Behind the last operator that is not inside brackets. */
function nameStart(expression: string): number {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at] ?? '';
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (depth <= 0 && ',!&^'.includes(character)) start = at + 1;
  }
  return start;
}

function matches(
  query: string,
  candidates: Candidates,
  limit: number,
): { candidate: Candidate; positions: readonly number[] }[] {
  if (query === '') {
    return candidates.all.slice(0, limit).map((candidate) => ({ candidate, positions: [] }));
  }
  return fuzzysort
    .go(query, candidates.snapshot, { threshold: 0, limit, scoreFn: rank })
    .map(({ obj, indexes }) => ({ candidate: obj, positions: [...indexes] }));
}

/** What selects more comes first among equally good matches; hosts stay in their order. */
const rank = ({ score, obj }: KeyResult<Candidate>): number =>
  score === 1 ? 3 : score + bonus[obj.kind] - obj.place * 1e-6;

const bonus = { group: 0.3, family: 0.2, result: 0.1, host: 0 } as const;

interface Candidates {
  readonly all: readonly Candidate[];
  readonly snapshot: SnapshotKey<Candidate>;
}

const prepare = (all: readonly Candidate[]): Candidates => ({
  all,
  snapshot: fuzzysort.snapshot<Candidate>(all, { key: 'name' }),
});

const preparedSome = new WeakMap<Candidates, Map<string, Candidates>>();

function someOf(candidates: Candidates, kinds: readonly Candidate['kind'][]): Candidates {
  const some = preparedSome.get(candidates) ?? new Map<string, Candidates>();
  preparedSome.set(candidates, some);
  const known = some.get(kinds.join());
  if (known) return known;
  const fresh = prepare(candidates.all.filter(({ kind }) => kinds.includes(kind)));
  some.set(kinds.join(), fresh);
  return fresh;
}

// The inventory does not change between two keys: its names are prepared once.
const prepared = new WeakMap<
  CompletionWorld['hosts'],
  { readonly results: CompletionWorld['results']; readonly candidates: Candidates }
>();

function candidatesOf(world: CompletionWorld): Candidates {
  const known = prepared.get(world.hosts);
  if (known?.results === world.results) return known.candidates;
  const named = (names: Iterable<string>, kind: Candidate['kind']) =>
    [...names].map((name, place) => ({ name, kind, place }));
  const all = [
    ...named(world.groups.keys(), 'group'),
    ...named(['all'], 'group'),
    ...named(notEmpty(world.results), 'result'),
    ...named(families(world.hosts), 'family'),
    ...named(world.hosts, 'host'),
  ];
  const candidates = prepare(all);
  prepared.set(world.hosts, { results: world.results, candidates });
  return candidates;
}

const notEmpty = (results: CompletionWorld['results']): string[] =>
  [...results].filter(([, hosts]) => hosts.length > 0).map(([name]) => name);

/** Hosts that share their name but for the number, folded. */
function families(hosts: readonly string[]): string[] {
  const byPrefix = new Map<string, string[]>();
  for (const host of hosts) {
    const prefix = host.replace(/\d+/, '#');
    if (prefix === host) continue;
    const family = byPrefix.get(prefix);
    if (family) family.push(host);
    else byPrefix.set(prefix, [host]);
  }
  return [...byPrefix.values()]
    .filter((family) => family.length > 1)
    .map((family) => fold(family))
    .filter((folded) => !folded.includes('],'));
}
