import type { ReadSection, ReadValue } from '../configparser.ts';
import type { Draft, Entry, GroupEntry, Marked } from '../draft.ts';
import { asPort, type Endpoint, holdsPassword, passwordInName, readEndpoint } from '../endpoint.ts';
import type { Place } from '../place.ts';
import { isNumberedHost, type Meaning, meaningOf } from './keys.ts';

/** Sections with hosts in them are groups, the others are hosts. */
export function readSections(
  defaults: ReadSection,
  sections: readonly ReadSection[],
  draft: Draft,
): void {
  const kinds = sections.map((section) => ({ section, kind: kindOf(section) }));
  const named = (kind: Kind) =>
    kinds.filter((each) => each.kind === kind).map(({ section }) => section);
  const maps = named('map of groups');
  const groups = new Set([
    ...named('group').map(({ name }) => name),
    ...maps.flatMap(({ values }) => [...values.keys()]),
  ]);
  for (const section of [defaults, ...named('defaults')])
    connection(section, draft.defaults, draft);
  for (const section of named('host')) readHost(section, draft);
  for (const section of named('group')) readGroup(section, groups, draft);
  for (const section of maps) readGroups(section, groups, draft);
}

type Kind = 'defaults' | 'host' | 'group' | 'map of groups';

function kindOf(section: ReadSection): Kind {
  const { name, values } = section;
  const keys = [...values.keys()];
  if (/^groups?$/i.test(name) && keys.every((key) => meaningOf(key) === undefined))
    return 'map of groups';
  const address = optionOf(section, 'address')?.value;
  if (address !== undefined) return isList(address) ? 'group' : 'host';
  if (optionOf(section, 'hosts') || hostsByName(section).length > 0 || keys.some(isNumberedHost))
    return 'group';
  return /^(defaults?|common|global|all)$/i.test(name) ? 'defaults' : 'host';
}

function readHost(section: ReadSection, draft: Draft): void {
  const host = draft.host(section.name, section.place);
  const address = optionOf(section, 'address');
  if (address) setEndpoint(host, address, draft);
  connection(section, host, draft);
  for (const { value, place } of wordsOf(optionOf(section, 'groups')))
    draft.group(value, place).members.set(section.name, place);
}

function readGroup(section: ReadSection, groups: ReadonlySet<string>, draft: Draft): void {
  const group = draft.group(section.name, section.place);
  const numbered = [...section.values]
    .filter(([key]) => isNumberedHost(key))
    .map(([, list]) => list);
  const lists = [optionOf(section, 'hosts'), optionOf(section, 'address'), ...numbered];
  for (const word of lists.flatMap(wordsOf))
    addMember(group, word, (other) => other !== section.name && groups.has(other), draft);
  const byName = hostsByName(section);
  for (const [name, value] of byName) {
    setEndpoint(draft.host(name, value.key), value, draft);
    group.members.set(name, value.key);
  }
  for (const { value, place } of wordsOf(optionOf(section, 'groups')))
    group.groups.set(value, place);
  const used = new Set(byName.map(([name]) => name));
  connection(section, group, draft, (key) => used.has(key) || isNumberedHost(key));
}

/** `[groups]` with `web = web01, web02`. */
function readGroups(section: ReadSection, groups: ReadonlySet<string>, draft: Draft): void {
  for (const [name, list] of section.values) {
    const group = draft.group(name, list.key);
    for (const word of wordsOf(list))
      addMember(group, word, (other) => other !== name && groups.has(other), draft);
  }
}

/** A host of a group needs no section of its own. */
function addMember(
  group: GroupEntry,
  { value, place }: Marked<string>,
  isGroup: (name: string) => boolean,
  draft: Draft,
): void {
  if (isGroup(value) && !draft.hosts.has(value)) {
    group.groups.set(value, place);
    return;
  }
  const { name, user, port } = endpointOf(value, place, draft);
  for (const each of draft.expanded(name, place)) {
    const host = draft.host(each, place);
    if (user !== undefined) host.set('user', user, place);
    if (port !== undefined) setPort(host, port, place, draft);
  }
  group.members.set(name, place);
}

function setEndpoint(host: Entry, { value, place }: Marked<string>, draft: Draft): void {
  const { name, user, port } = endpointOf(value, place, draft);
  host.set('address', name, place);
  if (user !== undefined) host.set('user', user, place);
  if (port !== undefined) setPort(host, port, place, draft);
}

function endpointOf(text: string, place: Place, draft: Draft): Endpoint {
  const endpoint = readEndpoint(text);
  if (holdsPassword(endpoint)) draft.wrong(place, passwordInName);
  return endpoint;
}

function connection(
  section: ReadSection,
  entry: Entry,
  draft: Draft,
  isTaken: (key: string) => boolean = () => false,
): void {
  for (const [key, { value, place }] of section.values) {
    const meaning = meaningOf(key);
    if (meaning === undefined && !isTaken(key)) entry.vars.set(key, { value, place });
    if (value === '') continue;
    if (meaning === 'user' || meaning === 'password') entry.set(meaning, value, place);
    if (meaning === 'port') setPort(entry, asPort(value) ?? 0, place, draft);
    if (meaning === 'jump') entry.set('jump', value.split(/[\s,]+/), place);
    if (meaning === 'key' && value.startsWith('-----BEGIN '))
      entry.set('identity', `${value}\n`, place);
    else if (meaning === 'key') entry.set('identity_file', value, place);
  }
}

function setPort(entry: Entry, port: number, place: Place, draft: Draft): void {
  if (port > 0) entry.set('port', port, place);
  else
    draft.wrong(
      place,
      'the port must be a whole number from 1 to 65535 – write port = 22, a comment on a line of its own',
    );
}

function optionOf(section: ReadSection, wanted: Meaning): ReadValue | undefined {
  for (const [key, value] of section.values)
    if (meaningOf(key) === wanted && value.value !== '') return value;
  return undefined;
}

/** `web01 = 10.0.0.1`, in a section that has nothing else. */
function hostsByName(section: ReadSection): readonly (readonly [string, ReadValue])[] {
  const all = [...section.values];
  return all.every(([key, { value }]) => !meaningOf(key) && isAddress(value)) ? all : [];
}

const isAddress = (text: string): boolean => {
  const { name } = readEndpoint(text);
  return (
    /^\d{1,3}(\.\d{1,3}){3}$/.test(name) ||
    /^[0-9a-f]*:[0-9a-f:.]+$/i.test(name) ||
    /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*$/i.test(name)
  );
};

const isList = (text: string): boolean => wordsIn(text).length > 1 || /[^:]\[|\[\d+-/.test(text);

const wordsOf = (list: ReadValue | undefined): Marked<string>[] =>
  list ? wordsIn(list.value).map((value) => ({ value, place: list.place })) : [];

/** Names and node sets, between commas or white space. */
const wordsIn = (text: string): readonly string[] => text.match(/(?:\[[^\]]*\]|[^\s,])+/g) ?? [];
