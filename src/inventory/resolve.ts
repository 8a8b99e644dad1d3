import { UsageError } from '../domain/failure.ts';
import type { Host } from '../domain/host.ts';
import type { Group, Inventory, Problem } from '../domain/inventory.ts';
import { nearest } from '../domain/nearest.ts';
import { expand, mostNames, size } from '../domain/node-set.ts';
import { quoted } from '../domain/quoted.ts';
import { isReservedTargetName } from '../domain/result-set.ts';
import { isSafeAddress, isSafeUser } from '../domain/safe-word.ts';
import { Secret } from '../domain/secret.ts';
import { type GroupTree, groupTree } from './group-tree.ts';
import { checkGuardCommands } from './guard-commands.ts';
import { type Inherited, inherit } from './inherit.ts';
import { type Places, problem } from './place.ts';
import type { RawHost, RawInventory } from './schema.ts';

/** A host as it was written: under its own name or as part of a node set. */
export interface WrittenHost {
  readonly name: string;
  /** The key it stands under. */
  readonly key: string;
  readonly raw: RawHost;
}

/** What a checked file says: every host with all it inherits. `problems` are the mistakes no schema can see. */
export function resolveInventory(
  raw: RawInventory,
  tree: Places,
  file: string,
  home: string,
): { readonly inventory: Inventory; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report = (path: readonly PropertyKey[], message: string, at: 'key' | 'value' = 'value') =>
    problems.push(problem(file, at === 'key' ? tree.keyAt(path) : tree.at(path), message));

  checkPasswords(raw, report);
  checkWords(raw, report);
  const written = writtenHosts(raw, report);
  const groups = groupTree(raw.groups ?? {}, written, report);
  const passwords = new Map<string, Secret>();
  const identities = new Map<string, Secret>();
  const hosts = new Map<string, Host>();
  const alike = new Map<RawHost, Map<unknown, Inherited>>();
  for (const entry of written.values()) {
    const { host, password, identity } = inheritedBy(entry);
    hosts.set(entry.name, host);
    if (password !== undefined) passwords.set(entry.name, new Secret(password));
    if (identity !== undefined) identities.set(entry.name, new Secret(identity));
  }
  checkJumps(written, hosts, groups, report);
  const named = finished(raw, groups);
  checkGuardCommands(raw, named, report);
  return {
    inventory: { hosts, groups: named, passwords, identities, warnings: [] },
    problems,
  };

  /** The hosts of a node set that are in the same groups differ in nothing but their name. */
  function inheritedBy(entry: WrittenHost): Inherited {
    const levels = groups.levels(entry.name);
    const same = alike.get(entry.raw) ?? new Map<unknown, Inherited>();
    alike.set(entry.raw, same);
    const known =
      same.get(levels) ?? inherit(entry, raw, groups, home, report, (path) => tree.keyAt(path));
    same.set(levels, known);
    const address = entry.raw.address?.replaceAll('%h', entry.name) ?? entry.name;
    return { ...known, host: { ...known.host, name: entry.name, address } };
  }
}

export type Report = (path: readonly PropertyKey[], message: string, at?: 'key' | 'value') => void;

/** Everything that says something of hosts, and where it stands. */
function saying({ defaults = {}, hosts = {}, groups = {} }: RawInventory): [string[], RawHost][] {
  const under = (key: string, entries: Readonly<Record<string, RawHost>>) =>
    Object.entries(entries).map(([name, raw]): [string[], RawHost] => [[key, name], raw]);
  return [[['defaults'], defaults], ...under('hosts', hosts), ...under('groups', groups)];
}

/** Which of two ways to a password is meant cannot be told. */
function checkPasswords(inventory: RawInventory, report: Report): void {
  for (const [path, raw] of saying(inventory)) {
    const [first, second] = (['password', 'password_command', 'password_env'] as const).filter(
      (key) => raw[key] !== undefined,
    );
    if (second) report([...path, second], `${first} is here too – keep one of them`, 'key');
  }
}

/** What no ssh would be called with. */
function checkWords(inventory: RawInventory, report: Report): void {
  for (const [path, { address, user }] of saying(inventory)) {
    // In an address %h is a name, which has been looked at.
    if (address !== undefined && !isSafeAddress(address))
      report([...path, 'address'], `${quoted(address)} is no address – write address: 10.0.0.5`);
    if (user !== undefined && !isSafeUser(user))
      report([...path, 'user'], `${quoted(user)} is no user – write user: deploy`);
  }
}

export function writtenHosts(
  { hosts = {}, groups = {} }: RawInventory,
  report: Report,
): Map<string, WrittenHost> {
  const written = new Map<string, WrittenHost>();
  let total = 0;
  for (const [key, raw] of Object.entries(hosts)) {
    const path = ['hosts', key];
    try {
      total += size(key);
      if (total > mostNames)
        throw new UsageError(`more than ${mostNames} hosts in all – split the inventory`);
      for (const name of expand(key)) {
        const before = written.get(name);
        if (before) {
          const message = `host ${quoted(name)} is there twice, here and under ${quoted(before.key)} – keep one of them`;
          report(path, message, 'key');
          continue;
        }
        // It is a host all the same: what names it is right.
        written.set(name, { name, key, raw });
        if (isReservedTargetName(name)) {
          const message = `${quoted(name)} means something in targets – give the host another name`;
          report(path, message, 'key');
        } else if (Object.hasOwn(groups, name))
          report(path, `${quoted(name)} is a group too – rename one of them`, 'key');
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      report(path, error.message, 'key');
      if (total > mostNames) break;
    }
  }
  return written;
}

function checkJumps(
  written: ReadonlyMap<string, WrittenHost>,
  hosts: ReadonlyMap<string, Host>,
  groups: GroupTree,
  report: Report,
): void {
  const told = new Set<string>();
  for (const { name, key } of written.values()) {
    for (const jump of hosts.get(name)?.jump ?? []) {
      const path = jumpPlace(written.get(name), groups);
      if (told.has(path.join('\0'))) continue;
      if (!hosts.has(jump)) {
        told.add(path.join('\0'));
        const near = nearest(jump, hosts.keys(), 2).join(' or ');
        report(
          path,
          `no host ${quoted(jump)} to jump over – ${near ? `did you mean ${near}?` : 'add it under hosts:'}`,
        );
      } else if (reaches(jump, name, hosts)) {
        told.add(path.join('\0'));
        report(
          path,
          `${quoted(key)} is reached over itself: ${quoted(jump)} jumps over it – take one jump: away`,
        );
      }
    }
  }
}

/** Where the jump was written that this host has. */
function jumpPlace(host: WrittenHost | undefined, groups: GroupTree): PropertyKey[] {
  if (host?.raw.jump !== undefined) return ['hosts', host.key, 'jump'];
  const group = groups
    .levels(host?.name ?? '')
    .flat()
    .find(({ raw }) => raw.jump !== undefined);
  return group ? ['groups', group.name, 'jump'] : ['defaults', 'jump'];
}

function reaches(from: string, wanted: string, hosts: ReadonlyMap<string, Host>): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (const name of open) {
    if (name === wanted) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(hosts.get(name)?.jump ?? []));
  }
  return false;
}

function finished({ defaults, groups = {} }: RawInventory, tree: GroupTree): Map<string, Group> {
  return new Map(
    Object.entries(groups).map(([name, { guard = false, record = true, guard_commands = [] }]) => {
      const everywhere = (guard && defaults?.guard_commands) || [];
      const guardCommands = [...everywhere, ...guard_commands];
      const group = { name, hosts: tree.members(name), guard, record };
      return [name, { ...group, ...(guardCommands.length > 0 && { guardCommands }) }];
    }),
  );
}
