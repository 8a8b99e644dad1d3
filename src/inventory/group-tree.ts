import { UsageError } from '../domain/failure.ts';
import { nearest } from '../domain/nearest.ts';
import { expand, isNodeSet } from '../domain/node-set.ts';
import { quoted } from '../domain/quoted.ts';
import { isReservedTargetName } from '../domain/result-set.ts';
import { deepestGroups, groupCycles, groupDepths } from './group-graph.ts';
import type { Report, WrittenHost } from './resolve.ts';
import type { RawGroup } from './schema.ts';

export interface NamedGroup {
  readonly name: string;
  readonly raw: RawGroup;
}

export interface GroupTree {
  /** Hosts of a group and of all below it, in the order of the file. */
  members(group: string): readonly string[];
  /** The groups a host inherits from, the nearest first: those that name it, those that hold these, and so on. */
  levels(host: string): readonly (readonly NamedGroup[])[];
}

export function groupTree(
  groups: Readonly<Record<string, RawGroup>>,
  hosts: ReadonlyMap<string, WrittenHost>,
  report: Report,
): GroupTree {
  const direct = new Map<string, Set<string>>();
  const children = new Map<string, string[]>();
  for (const [name, raw] of Object.entries(groups)) {
    checkName(name, report);
    direct.set(name, namedHosts(name, raw, hosts, report));
    children.set(name, namedGroups(name, raw, groups, report));
  }
  breakCycles(children, report);
  const parents = new Map<string, string[]>();
  for (const [name, below] of children)
    for (const child of below) parents.set(child, [...(parents.get(child) ?? []), name]);
  const groupsOf = new Map<string, string[]>();
  for (const [name, names] of direct) {
    for (const host of names) {
      const of = groupsOf.get(host);
      if (of) of.push(name);
      else groupsOf.set(host, [name]);
    }
  }
  const order = new Map([...hosts.keys()].map((name, index) => [name, index]));
  const levels = new Map<string, NamedGroup[][]>();

  return {
    members(group) {
      const found = new Set<string>();
      for (const each of reachable(group, children))
        for (const host of direct.get(each) ?? []) found.add(host);
      return [...found].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    },
    levels(host) {
      const own = groupsOf.get(host) ?? [];
      const key = own.join('\0');
      const known = levels.get(key);
      if (known) return known;
      const made = climb(own, parents).map((names) =>
        names.map((name) => ({ name, raw: groups[name] ?? {} })),
      );
      levels.set(key, made);
      return made;
    },
  };
}

function checkName(name: string, report: Report): void {
  if (isReservedTargetName(name)) {
    report(
      ['groups', name],
      `${quoted(name)} means something in targets – give the group another name`,
      'key',
    );
    return;
  }
  try {
    if (isNodeSet(name))
      throw new UsageError(`a group has one name, not a node set – write one group for each`);
    expand(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    report(['groups', name], error.message, 'key');
  }
}

function namedHosts(
  group: string,
  { hosts: sets = [] }: RawGroup,
  hosts: ReadonlyMap<string, WrittenHost>,
  report: Report,
): Set<string> {
  const names = new Set<string>();
  for (const [index, set] of sets.entries()) {
    const path = ['groups', group, 'hosts', String(index)];
    try {
      const unknown = expand(set).filter((name) => !hosts.has(name) || !names.add(name));
      const [first] = unknown;
      if (first === undefined) continue;
      const near = nearest(first, hosts.keys(), 2).join(' or ');
      const more = unknown.length > 1 ? ` (and ${unknown.length - 1} more)` : '';
      report(
        path,
        `no host ${quoted(first)}${more} under hosts: – ${near ? `did you mean ${near}?` : 'add it there'}`,
      );
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report(path, error.message);
    }
  }
  return names;
}

function namedGroups(
  group: string,
  { groups: below = [] }: RawGroup,
  all: Readonly<Record<string, RawGroup>>,
  report: Report,
): string[] {
  return below.flatMap((name, index) => {
    if (Object.hasOwn(all, name)) return [name];
    const near = nearest(name, Object.keys(all), 2).join(' or ');
    report(
      ['groups', group, 'groups', String(index)],
      `no group ${quoted(name)} – ${near ? `did you mean ${near}?` : 'add it under groups:'}`,
    );
    return [];
  });
}

/** A group that holds itself is told, and cut, so that the rest can be looked at. */
function breakCycles(children: Map<string, string[]>, report: Report): void {
  for (const { group, via, last } of groupCycles(children)) {
    report(
      ['groups', group],
      `group ${quoted(group)} holds itself, by way of ${quoted(via)} – take it out of groups: there`,
      'key',
    );
    cut(last, (child) => child === group, children);
  }
  const depths = groupDepths(children);
  const deep = [...depths].filter(([, depth]) => depth > deepestGroups).map(([name]) => name);
  const [first] = deep;
  if (first === undefined) return;
  const message = `groups are nested more than ${deepestGroups} deep here – write them flatter`;
  report(['groups', first], message, 'key');
  for (const name of [...children.keys()])
    cut(name, (child) => (depths.get(child) ?? 0) > deepestGroups, children);
}

function cut(name: string, isCut: (child: string) => boolean, children: Map<string, string[]>) {
  children.set(
    name,
    (children.get(name) ?? []).filter((child) => !isCut(child)),
  );
}

function reachable(start: string, children: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set([start]);
  for (const name of found) for (const child of children.get(name) ?? []) found.add(child);
  return found;
}

function climb(
  start: readonly string[],
  parents: ReadonlyMap<string, readonly string[]>,
): string[][] {
  const levels: string[][] = [];
  const seen = new Set<string>();
  for (let level = [...start]; level.length > 0; ) {
    for (const name of level) seen.add(name);
    levels.push(level);
    level = [...new Set(level.flatMap((name) => parents.get(name) ?? []))].filter(
      (name) => !seen.has(name),
    );
  }
  return levels;
}
