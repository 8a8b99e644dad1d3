import type { Problem } from '../domain/inventory.ts';
import { nearest } from '../domain/nearest.ts';
import { quoted } from '../domain/quoted.ts';
import { problem } from './place.ts';
import type { YamlTree } from './yaml-tree.ts';

/** One of zod's issues, as far as it is used. */
export interface SchemaIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
}

/** Turns what the schema refuses into sentences that say what to write. */
export function mistakes(issues: readonly SchemaIssue[], tree: YamlTree, file: string): Problem[] {
  const problems = issues.flatMap(({ code, path, keys }) =>
    code === 'unrecognized_keys'
      ? (keys ?? []).map((key) => problem(file, tree.keyAt([...path, key]), unknownKey(key, path)))
      : [problem(file, tree.at(path), wrongValue(path))],
  );
  const seen = new Set<string>();
  return problems.filter(({ line, column }) => {
    const place = `${line}:${column}`;
    return !seen.has(place) && seen.add(place);
  });
}

const connectionKeys = [
  'user',
  'port',
  'password',
  'password_command',
  'password_env',
  'identity_file',
  'identity',
  'jump',
  'shell',
  'rc',
  'transport',
  'connect_timeout',
  'known_hosts',
  'host_key_check',
  'ssh_options',
  'vars',
];
const keysAt: Readonly<Record<string, readonly string[]>> = {
  '': ['version', 'defaults', 'hosts', 'groups'],
  defaults: [...connectionKeys, 'guard_commands'],
  hosts: ['address', ...connectionKeys],
  groups: ['hosts', 'groups', 'guard', 'guard_commands', 'record', ...connectionKeys],
};

function unknownKey(key: string, path: readonly PropertyKey[]): string {
  if (path.at(-1) === 'password')
    return `unknown key ${quoted(key)} – write password: { prompt: once }`;
  const known = keysAt[String(path[0] ?? '')] ?? [];
  const [near] = nearest(key, known, 1);
  const hint = near ? `did you mean ${near}?` : `known here: ${known.join(', ')}`;
  if (path[0] === 'groups' && key === 'address')
    return 'a group has no address – write it at each host, with %h for the name';
  if (path[0] === 'hosts' && (key === 'guard' || key === 'guard_commands'))
    return `unknown key ${quoted(key)} – a host is guarded by its groups: write it there${key === 'guard' ? '' : ' or under defaults'}`;
  return `unknown key ${quoted(key)} – ${hint}`;
}

/** What each key wants, and an example. */
const wants: Readonly<Record<string, string>> = {
  version: 'version must be the number 1 – write version: 1 as the first line',
  defaults: 'defaults must be a map – write defaults: { user: deploy }',
  hosts: 'hosts must be a map of names – write hosts: then two blanks and web01: {}',
  groups:
    'groups must be a map of names – write groups: then two blanks and web: { hosts: [web01] }',
  address: 'address must be a name or an address – write address: 10.0.0.5',
  user: 'user must be a name – write user: deploy',
  port: 'port must be a whole number from 1 to 65535 – write port: 22',
  password:
    'password must be text, { prompt: once } or { keyring: NAME } – write password: { prompt: once }',
  password_command:
    'password_command must be a list of words – write password_command: [pass, show, web]',
  password_env: 'password_env must be the name of a variable – write password_env: WEB_PASSWORD',
  identity_file:
    'identity_file must be a file or a list of files – write identity_file: ~/.ssh/id_ed25519',
  identity: 'identity must be the text of a private key – write identity: | and the key below it',
  jump: 'jump must be a host or a list of hosts – write jump: bastion',
  shell: 'shell must be one of auto, login, bash, sh, zsh – write shell: auto',
  rc: 'rc must be login or interactive – leave it out to read no start-up files',
  transport: 'transport must be one of auto, ssh2, openssh – write transport: auto',
  connect_timeout: 'connect_timeout must be seconds above 0 – write connect_timeout: 10',
  known_hosts: 'known_hosts must be a file – write known_hosts: ~/.ssh/known_hosts',
  host_key_check:
    'host_key_check must be one of yes, accept-new, ask, no – write host_key_check: ask',
  ssh_options: 'ssh_options must be a map of options – write ssh_options: { Compression: "yes" }',
  vars: 'vars must be a map of names and texts – write vars: { role: replica }',
  guard: 'guard must be true or false – write guard: true',
  guard_commands:
    'guard_commands must be a list of commands – write guard_commands: [kubectl delete]',
  record: 'record must be true or false – write record: false',
};

function wrongValue(path: readonly PropertyKey[]): string {
  const [section, name, key, ...below] = path.map(String);
  if (section === undefined) return 'the file must be a map – begin with version: 1';
  if (section === 'hosts' && name !== undefined && key === undefined) {
    return `host ${quoted(name)} must be a map – write ${name}: { address: 10.0.0.5 } or ${name}: {}`;
  }
  if (section === 'groups' && name !== undefined && key === undefined) {
    return `group ${quoted(name)} must be a map – write ${name}: { hosts: [web01] }`;
  }
  if (section === 'groups' && key === 'hosts')
    return 'hosts of a group must be a list – write hosts: [web01, "web[03-20]"]';
  if (section === 'groups' && key === 'groups')
    return 'groups of a group must be a list – write groups: [web, db]';
  const field = section === 'defaults' ? name : key;
  if (field === 'vars' && (section === 'defaults' ? key : below[0]) !== undefined) {
    return 'a variable must be a name with one text – write vars: { role: replica }';
  }
  return (
    wants[field ?? section] ??
    `this value is not what ${quoted(field ?? section)} takes – see inventory.schema.json`
  );
}
