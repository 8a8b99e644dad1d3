import type { Inventory } from '../domain/inventory.ts';
import type { Suggestion } from '../domain/wanted-word.ts';

/** What an inventory has. */
export interface Names {
  readonly hosts: readonly string[];
  /** How many hosts each has. */
  readonly groups: ReadonlyMap<string, number>;
}

export const namesOf = ({ hosts, groups }: Pick<Inventory, 'hosts' | 'groups'>): Names => ({
  hosts: [...hosts.keys()],
  groups: new Map([...groups.values()].map((group) => [group.name, group.hosts.length])),
});

/** The last name of a target: `@web,d` is completed with the hosts and groups that begin with d. */
export function targetNames(typed: string, { hosts, groups }: Names): Suggestion[] {
  const start = lastName(typed, ',!&^');
  const before = typed.slice(0, start);
  const name = typed.slice(start);
  const mention = name.startsWith('@') ? '@' : '';
  // Where nothing is typed yet, groups are shown as they are meant to be written.
  const ofGroup = typed === '' ? '@' : mention;
  const all = [
    { word: `${ofGroup}all`, detail: counted(hosts.length) },
    ...[...groups].map(([group, count]) => ({ word: ofGroup + group, detail: groupDetail(count) })),
    ...hosts.map((host) => ({ word: mention + host, detail: '' })),
  ];
  return all
    .filter(({ word }) => word.startsWith(name))
    .map(({ word, detail }) => ({ word: before + word, detail }));
}

/** The last of names joined with commas, as -h and -g take them; what is there already is not offered again. */
export function listNames(
  list: 'hosts' | 'groups',
  typed: string,
  { hosts, groups }: Names,
): Suggestion[] {
  const start = lastName(typed, ',');
  const before = typed.slice(0, start);
  const sigil = typed.slice(start).startsWith('@') && list === 'groups' ? '@' : '';
  const there = new Set(before.split(',').map((name) => name.replace(/^@/, '')));
  const all =
    list === 'hosts'
      ? hosts.map((word) => ({ word, detail: '' }))
      : [...groups].map(([word, count]) => ({ word, detail: groupDetail(count) }));
  return all
    .filter(({ word }) => !there.has(word) && `${sigil}${word}`.startsWith(typed.slice(start)))
    .map(({ word, detail }) => ({ word: before + sigil + word, detail }));
}

/** Behind the last operator that stands outside of brackets. */
function lastName(typed: string, operators: string): number {
  let depth = 0;
  let start = 0;
  for (let at = 0; at < typed.length; at++) {
    const character = typed.charAt(at);
    if (character === '[') depth++;
    else if (character === ']') depth--;
    else if (depth <= 0 && operators.includes(character)) start = at + 1;
  }
  return start;
}

const counted = (count: number): string => `${count} host${count === 1 ? '' : 's'}`;

const groupDetail = (count: number): string => `group, ${counted(count)}`;
