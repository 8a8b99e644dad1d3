import path from 'node:path';
import type { Host, SecretSource } from '../domain/host.ts';
import { quoted } from '../domain/quoted.ts';
import type { GroupTree } from './group-tree.ts';
import type { Place } from './place.ts';
import type { Report, WrittenHost } from './resolve.ts';
import type { RawConnection, RawInventory } from './schema.ts';

/** Something a value can be written in, and where. */
interface Source {
  readonly path: readonly PropertyKey[];
  readonly raw: RawConnection;
}

export interface Inherited {
  readonly host: Host;
  /** Stored text, to be kept as a secret. */
  readonly password?: string;
  readonly identity?: string;
}

/** Told which host, group or defaults a value was taken from. */
export type Trace = (label: string, from: readonly PropertyKey[]) => void;

/** Near beats far: the host, then its groups level by level, then defaults. Equally near groups must agree. */
export function inherit(
  { name, key, raw }: WrittenHost,
  { defaults = {} }: RawInventory,
  groups: GroupTree,
  home: string,
  report: Report,
  keyAt: (path: readonly PropertyKey[]) => Place,
  trace: Trace = () => {},
): Inherited {
  const levels: Source[][] = [
    [{ path: ['hosts', key], raw }],
    ...groups
      .levels(name)
      .map((level) => level.map((group) => ({ path: ['groups', group.name], raw: group.raw }))),
    [{ path: ['defaults'], raw: defaults }],
  ];
  const first = <T>(
    label: string,
    read: (source: RawConnection) => T | undefined,
  ): T | undefined => {
    for (const level of levels) {
      const [nearest, ...others] = level.flatMap(({ path, raw }) => {
        const value = read(raw);
        return value === undefined ? [] : [{ path, value }];
      });
      if (!nearest) continue;
      const other = others.find(
        ({ value }) => JSON.stringify(value) !== JSON.stringify(nearest.value),
      );
      if (other) disagree(label, nearest.path, other.path);
      trace(label, nearest.path);
      return nearest.value;
    }
    return undefined;
  };
  const disagree = (label: string, one: readonly PropertyKey[], two: readonly PropertyKey[]) => {
    const { line } = keyAt([...one, label.split('.')[0] ?? '']);
    report(
      [...two, ...label.split('.')],
      `${label} of ${quoted(name)} is not decided: group ${quoted(String(one[1]))} (line ${line}) says otherwise and is as near – write it at the host`,
      'key',
    );
  };
  const file = (text: string): string => path.resolve(text.replace(/^~(?=\/|$)/, home));

  const secret = first('password', secretOf);
  const identity = first('identity', (source) => source.identity);
  const files = first('identity_file', (source) => source.identity_file);
  const jump = first('jump', (source) => source.jump);
  const knownHosts = first('known_hosts', (source) => source.known_hosts);
  const host: Host = {
    name,
    address: raw.address?.replaceAll('%h', name) ?? name,
    shell: first('shell', (source) => source.shell) ?? 'auto',
    vars: merged(
      levels,
      (source) => source.vars,
      (variable, at) => trace(`vars.${variable}`, at),
      (variable, one, two) => disagree(`vars.${variable}`, one, two),
    ),
    ...optional(
      'port',
      first('port', (source) => source.port),
    ),
    ...optional(
      'hostKeyCheck',
      first('host_key_check', (source) => source.host_key_check),
    ),
    ...optional(
      'user',
      first('user', (source) => source.user),
    ),
    ...optional('password', secret?.source),
    ...optional('identityFiles', files === undefined ? undefined : list(files).map(file)),
    ...optional('identity', identity === undefined ? undefined : ({ kind: 'stored' } as const)),
    ...optional('jump', raw.jump === undefined ? inheritedJump(name, jump) : list(raw.jump)),
    ...optional(
      'rc',
      first('rc', (source) => source.rc),
    ),
    ...optional(
      'transport',
      first('transport', (source) => source.transport),
    ),
    ...optional(
      'connectTimeout',
      first('connect_timeout', (source) => source.connect_timeout),
    ),
    ...optional('knownHosts', knownHosts === undefined ? undefined : file(knownHosts)),
    ...optional(
      'sshOptions',
      first('ssh_options', (source) => source.ssh_options),
    ),
  };
  return { host, ...optional('password', secret?.text), ...optional('identity', identity) };
}

/** The ways to a password are one value: a nearer one replaces a farther one of another kind. */
function secretOf({
  password,
  password_command,
  password_env,
}: RawConnection): { readonly source: SecretSource; readonly text?: string } | undefined {
  if (typeof password === 'string') return { source: { kind: 'stored' }, text: password };
  if (password && 'keyring' in password) {
    return { source: { kind: 'keyring', service: password.keyring } };
  }
  if (password) return { source: { kind: 'prompt' } };
  if (password_command !== undefined)
    return { source: { kind: 'command', argv: password_command } };
  return password_env === undefined ? undefined : { source: { kind: 'env', name: password_env } };
}

function merged(
  levels: readonly (readonly Source[])[],
  read: (source: RawConnection) => Readonly<Record<string, string>> | undefined,
  trace: (key: string, at: readonly PropertyKey[]) => void,
  disagree: (key: string, one: readonly PropertyKey[], two: readonly PropertyKey[]) => void,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const level of levels) {
    const here = new Map<
      string,
      { readonly value: string; readonly path: readonly PropertyKey[] }
    >();
    for (const { path, raw } of level) {
      for (const [key, value] of Object.entries(read(raw) ?? {})) {
        if (Object.hasOwn(result, key)) continue;
        const other = here.get(key);
        if (!other) here.set(key, { value, path });
        else if (other.value !== value) disagree(key, other.path, path);
      }
    }
    for (const [key, { value, path }] of here) {
      trace(key, path);
      result[key] = value;
    }
  }
  return result;
}

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

const optional = <K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: T };

/** The jump host of a group, or of all, is in it: it is not reached over itself. */
const inheritedJump = (
  name: string,
  jump: string | readonly string[] | undefined,
): readonly string[] | undefined =>
  jump === undefined ? undefined : list(jump).includes(name) ? [] : list(jump);
