import { quoted } from '../../domain/quoted.ts';
import { Entry, type Marked } from '../draft.ts';
import { asPort, readEndpoint } from '../endpoint.ts';
import type { Place } from '../place.ts';
import { readSshArguments } from '../ssh-arguments.ts';
import { isVaulted, type Vars } from './data.ts';
import { hasTemplate } from './template.ts';

/** Where what cannot be taken over is told. */
export interface Report {
  wrong(place: Place, message: string): void;
  note(place: Place, message: string): void;
  /** Only Ansible knows this value, without which the host would be reached in another way. */
  unknown(marked: Marked<string>): void;
  /** The name here of a jump host, where it is one of the inventory. */
  jumpHost(name: string, user?: string, port?: number): string | undefined;
}

/** Of several names the last that is there holds, as in Ansible's ssh plugin. */
const variables = {
  address: ['ansible_host', 'ansible_ssh_host'],
  port: ['ansible_port', 'ansible_ssh_port'],
  user: ['ansible_user', 'ansible_ssh_user'],
  password: ['ansible_password', 'ansible_ssh_pass', 'ansible_ssh_password'],
  key: ['ansible_private_key_file', 'ansible_ssh_private_key_file'],
  timeout: ['ansible_ssh_timeout'],
  checking: ['ansible_host_key_checking', 'ansible_ssh_host_key_checking'],
} as const;

/** In the order in which ssh gets them: the first of two equal options holds. */
const argumentVariables = ['ansible_ssh_args', 'ansible_ssh_common_args', 'ansible_ssh_extra_args'];

/** What Ansible's variables say in the words of an inventory; those that are not its own stay variables. */
export function settingsOf(vars: Vars, place: Place, report: Report): Entry {
  const entry = new Entry(place);
  const find = (names: readonly string[]) =>
    names
      .map((name) => vars.get(name))
      .findLast((marked) => marked !== undefined && marked.value !== '');
  const address = find(variables.address);
  if (address && known(address)) entry.set('address', address.value, address.place);
  const user = find(variables.user);
  if (user && known(user)) entry.set('user', user.value, user.place);
  const port = find(variables.port);
  if (port && known(port)) setPort(port);
  const password = find(variables.password);
  if (password) setPassword(entry, password, report);
  const key = find(variables.key);
  if (key && known(key)) entry.set('identity_file', key.value, key.place);
  const timeout = find(variables.timeout);
  const seconds = Number(timeout?.value);
  if (timeout && seconds > 0 && seconds <= 3600)
    entry.set('connect_timeout', seconds, timeout.place);
  const checking = find(variables.checking);
  if (checking && /^(false|no|off|0)$/i.test(checking.value))
    entry.set('host_key_check', 'no', checking.place);
  for (const name of argumentVariables) {
    const words = vars.get(name);
    if (words && words.value !== '' && known(words)) setArguments(entry, words, report);
  }
  for (const [name, marked] of vars) if (!isAnsibles(name)) setVariable(name, marked);
  return entry;

  function setPort(marked: Marked<string>): void {
    const number = asPort(marked.value);
    if (number === undefined)
      report.wrong(
        marked.place,
        'the port must be a whole number from 1 to 65535 – write ansible_port=22',
      );
    else entry.set('port', number, marked.place);
  }

  function setVariable(name: string, marked: Marked<string>): void {
    if (isVaulted(marked.value))
      report.note(
        marked.place,
        `variable ${quoted(name)} is left out: only Ansible can open its vault`,
      );
    else entry.vars.set(name, marked);
  }

  function known(marked: Marked<string>): boolean {
    if (!hasTemplate(marked.value) && !isVaulted(marked.value)) return true;
    report.unknown(marked);
    return false;
  }
}

/** Ansible's own variables, with the passwords of sudo and of vaults: they are never variables of ours. */
const isAnsibles = (name: string): boolean => /^ansible_/.test(name);

function setPassword(entry: Entry, { value, place }: Marked<string>, report: Report): void {
  const variable =
    /^\{\{\s*lookup\(\s*['"](?:ansible\.builtin\.)?env['"]\s*,\s*['"]([A-Za-z_]\w*)['"]\s*\)\s*\}\}$/.exec(
      value,
    )?.[1];
  if (variable !== undefined) entry.set('password_env', variable, place);
  else if (hasTemplate(value) || isVaulted(value)) {
    report.note(place, 'only Ansible can open this password – you will be asked for it');
    entry.set('password', { prompt: 'once' }, place);
  } else entry.set('password', value, place);
}

function setArguments(entry: Entry, { value, place }: Marked<string>, report: Report): void {
  const words = readSshArguments(value);
  if (!words) {
    report.wrong(place, "a quote is never closed – write ssh's options as on its command line");
    return;
  }
  if (words.others.length > 0)
    report.note(place, `of ssh's options ${words.others.map(quoted).join(', ')} is not taken over`);
  const options: Record<string, string> = { ...(entry.fields.get('ssh_options')?.value as object) };
  const isFree = (field: 'user' | 'port' | 'jump') => !entry.fields.has(field);
  for (const [key, option] of words.options) {
    if (key === 'user' && isFree('user')) entry.set('user', option.value, place);
    else if (key === 'port' && isFree('port') && asPort(option.value))
      entry.set('port', asPort(option.value) ?? 22, place);
    else if (key === 'identityfile' && !entry.fields.has('identity_file'))
      entry.set('identity_file', option.value, place);
    else if (key === 'proxyjump' && isFree('jump'))
      setJump(entry, option.value, place, options, report);
    else if (key === 'stricthostkeychecking') setChecking(entry, option.value, place);
    else if (key === 'userknownhostsfile' && !/\s/.test(option.value))
      entry.set('known_hosts', option.value, place);
    else if (key === 'connecttimeout' && Number(option.value) > 0)
      entry.set('connect_timeout', Number(option.value), place);
    else if (
      !['user', 'port', 'identityfile', 'proxyjump'].includes(key) &&
      !(option.name in options)
    )
      options[option.name] = option.value;
  }
  if (Object.keys(options).length > 0) entry.set('ssh_options', options, place);
}

/** Hosts of the inventory are jumped over by their names here, others are left to ssh. */
function setJump(
  entry: Entry,
  text: string,
  place: Place,
  options: Record<string, string>,
  report: Report,
): void {
  if (text.toLowerCase() === 'none') return;
  const hops = text.split(',').map((hop) => readEndpoint(hop.trim().replace(/^ssh:\/\//, '')));
  const names = hops.map(({ name, user, port }) => report.jumpHost(name, user, port));
  const here = names.filter((name) => name !== undefined);
  if (here.length === hops.length) entry.set('jump', here, place);
  else options.ProxyJump = text;
}

const checks = {
  yes: 'yes',
  true: 'yes',
  on: 'yes',
  no: 'no',
  off: 'no',
  false: 'no',
  'accept-new': 'accept-new',
  ask: 'ask',
} as const;

function setChecking(entry: Entry, text: string, place: Place): void {
  const check = Object.entries(checks).find(([word]) => word === text.toLowerCase())?.[1];
  if (check && !entry.fields.has('host_key_check')) entry.set('host_key_check', check, place);
}
