import type { ExplainedGroup, ExplainedValue, Explanation, Origin } from '../domain/explanation.ts';
import { UsageError } from '../domain/failure.ts';
import type { Host, SecretSource } from '../domain/host.ts';
import { nearest } from '../domain/nearest.ts';
import { expand } from '../domain/node-set.ts';
import { quoted } from '../domain/quoted.ts';
import { groupTree } from './group-tree.ts';
import { inherit } from './inherit.ts';
import type { Place } from './place.ts';
import type { InventoryFile } from './read-inventory.ts';
import { writtenHosts } from './resolve.ts';
import type { RawConnection } from './schema.ts';

type Path = readonly PropertyKey[];

/** Every value of one host, and where it was written. @throws UsageError for a host that is not there */
export function explainHost(
  { written, source }: InventoryFile,
  name: string,
  home: string,
): Explanation {
  const { raw, places } = written;
  const ignore = () => {};
  const hosts = writtenHosts(raw, ignore);
  const host = hosts.get(name);
  if (!host) throw new UsageError(whyUnknown(name, hosts.keys(), Object.keys(raw.groups ?? {})));
  const groups = groupTree(raw.groups ?? {}, hosts, ignore);
  const from = new Map<string, Path>();
  const trace = (label: string, path: Path) => from.set(label, path);
  const { host: found } = inherit(
    host,
    raw,
    groups,
    home,
    ignore,
    (path) => places.keyAt(path),
    trace,
  );
  if (host.raw.address !== undefined) from.set('address', ['hosts', host.key]);
  return {
    host: name,
    values: [
      ...valuesOf({ ...found, name }).map((value) => ({ ...value, origin: originOf(value.key) })),
      ...ofGroups('guard', true, 'yes'),
      ...guardCommands(),
      ...ofGroups('record', false, 'no'),
    ],
    groups: groupsOf(),
  };

  function originOf(label: string): Origin {
    const path = from.get(label);
    if (!path) return { kind: 'default' };
    const [section, group] = path.map(String);
    const owner = section === 'groups' ? `@${group}` : section === 'hosts' ? 'host' : 'defaults';
    return {
      kind: 'written',
      from: owner,
      place: placed(places.at([...path, ...keyOf(label, path)])),
    };
  }

  /** What holds for a host that is in any group that says so. */
  function ofGroups(key: 'guard' | 'record', value: boolean, text: string): ExplainedValue[] {
    const group = groups
      .levels(name)
      .flat()
      .find((each) => each.raw[key] === value);
    if (!group) return [];
    const place = placed(places.at(['groups', group.name, key]));
    return [{ key, text, origin: { kind: 'written', from: `@${group.name}`, place } }];
  }

  /** Each list that holds for it. */
  function guardCommands(): ExplainedValue[] {
    const own = groups.levels(name).flat();
    if (!own.some(({ raw }) => raw.guard)) return [];
    const lists = [
      ...own.map((group) => ({ from: `@${group.name}`, path: ['groups', group.name], ...group })),
      { from: 'defaults', path: ['defaults'], raw: raw.defaults ?? {} },
    ];
    return lists.flatMap(({ from, path, raw: { guard_commands: commands } }) => {
      if (!commands) return [];
      const key = 'guard_commands';
      const place = placed(places.at([...path, key]));
      return [{ key, text: commands.join(', '), origin: { kind: 'written', from, place } }];
    });
  }

  /** The three ways to a password are one value. */
  function keyOf(label: string, path: Path): string[] {
    if (label !== 'password') return label.startsWith('vars.') ? ['vars', label.slice(5)] : [label];
    const [section, owner] = path.map(String);
    const said: RawConnection | undefined =
      section === 'groups'
        ? raw.groups?.[owner ?? '']
        : section === 'hosts'
          ? raw.hosts?.[owner ?? '']
          : raw.defaults;
    const keys = ['password', 'password_command', 'password_env'] as const;
    return [keys.find((key) => said?.[key] !== undefined) ?? 'password'];
  }

  function groupsOf(): ExplainedGroup[] {
    const levels = groups.levels(name);
    return levels.flatMap((level, index) =>
      level.map((group) => {
        const below = levels[index - 1]?.find((each) => group.raw.groups?.includes(each.name));
        const at = below
          ? ['groups', String(group.raw.groups?.indexOf(below.name))]
          : ['hosts', String(memberIndex(group.raw.hosts ?? [], name))];
        const place = placed(places.at(['groups', group.name, ...at]));
        return { name: group.name, place, ...(below && { through: below.name }) };
      }),
    );
  }

  function placed({ file, line, column }: Place): string {
    return `${file ?? source.path}:${line}:${column}`;
  }
}

const memberIndex = (sets: readonly string[], name: string): number =>
  sets.findIndex((set) => set === name || expand(set).includes(name));

function whyUnknown(name: string, hosts: Iterable<string>, groups: readonly string[]): string {
  if (groups.includes(name.replace(/^@/, '')))
    return `${quoted(name)} is a group – write one of its hosts, which tutti hosts ${name} lists`;
  const near = nearest(name, hosts, 2).join(' or ');
  return `no host ${quoted(name)} – ${near ? `did you mean ${near}?` : 'tutti hosts @all lists them'}`;
}

function valuesOf(host: Host): Omit<ExplainedValue, 'origin'>[] {
  const rows: [key: string, text: string | undefined][] = [
    ['address', host.address],
    ['port', host.port === undefined ? undefined : String(host.port)],
    ['user', host.user],
    ['password', secretText(host.password)],
    ['identity_file', host.identityFiles?.join(', ')],
    ['identity', host.identity && 'a key whose text is kept there'],
    ['jump', host.jump && (host.jump.length === 0 ? 'none' : host.jump.join(' → '))],
    ['shell', host.shell],
    ['rc', host.rc],
    ['transport', host.transport],
    ['connect_timeout', host.connectTimeout === undefined ? undefined : `${host.connectTimeout} s`],
    ['known_hosts', host.knownHosts],
    ['host_key_check', host.hostKeyCheck],
    ['ssh_options', host.sshOptions && optionsText(host.sshOptions)],
    ...Object.entries(host.vars).map(([name, value]): [string, string] => [
      `vars.${name}`,
      isSecretName(name) ? '(not shown)' : value,
    ]),
  ];
  return rows.map(([key, text]) => ({ key, text: text ?? '' }));
}

function secretText(source: SecretSource | undefined): string | undefined {
  switch (source?.kind) {
    case undefined:
      return undefined;
    case 'stored':
      return 'stored in the file (not shown)';
    case 'prompt':
      return 'asked for once';
    case 'env':
      return `from $${source.name}`;
    case 'command':
      return `printed by: ${source.argv.join(' ')}`;
    case 'keyring':
      return `of the system’s keyring, under ${source.service}`;
    default:
      return source satisfies never;
  }
}

const optionsText = (options: Readonly<Record<string, string>>): string =>
  Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');

/** Variables of other tools hold passwords too. */
const isSecretName = (name: string): boolean =>
  /pass(word|wd|phrase)?(_|$)|secret|token|credential|(api|private)_?key/i.test(name);
