import { quoted } from '../../domain/quoted.ts';
import { Draft, type Entry, type GroupEntry } from '../draft.ts';
import { breakGroupCycles } from './cycles.ts';
import {
  type AnsibleData,
  type AnsibleGroup,
  type AnsibleHost,
  isVaulted,
  type Vars,
} from './data.ts';
import { inheritedOf, writeDifference } from './difference.ts';
import { ansibleTree } from './merge.ts';
import { type Report, settingsOf } from './settings.ts';
import { filledIn, hasTemplate, type TemplateBudget } from './template.ts';

/** Ways of Ansible's to a host that are SSH. */
const overSsh =
  /^(ansible\.builtin\.)?(ssh|smart|paramiko|paramiko_ssh)$|^ansible\.netcommon\.libssh$|^libssh$/;

/**
 * An Ansible inventory in the words of ours. What a group says is kept with the group; a host says itself only what it
 * has otherwise than by our rule (near beats far), so that each host has exactly what Ansible would give it.
 */
export function ansibleDraft(data: AnsibleData, file: string): Draft {
  const draft = new Draft(file);
  breakGroupCycles(data, draft);
  const tree = ansibleTree(data);
  const budget: TemplateBudget = { left: 16_000_000 };
  const merged = new Map<string, Vars>();
  const report: Report = {
    wrong: (place, message) => draft.wrong(place, message),
    note: (place, message) => draft.note(place, message),
    unknown({ place, value }) {
      isKnown = false;
      draft.note(
        place,
        `only Ansible can ${isVaulted(value) ? 'open this vault' : `fill in ${quoted(value)}`} – hosts that have it are left out`,
      );
    },
    jumpHost,
  };
  /** Of the host that is being looked at. */
  let isKnown = true;
  const inherited = new Map<string, ReturnType<typeof inheritedOf>>();
  const common = new Map<string, Entry>();
  for (const [name, group] of data.groups) {
    if (name === 'all') groupSettings(group, draft.defaults);
    else if (name !== 'ungrouped' || ungrouped(group).length > 0)
      groupSettings(group, draft.group(name, group.place));
  }
  for (const [name, host] of data.hosts) addHost(name, host);
  for (const [name, entry] of draft.groups) addMembers(name, entry);
  return draft;

  function addMembers(name: string, entry: GroupEntry): void {
    const group = data.groups.get(name);
    if (!group) return;
    const hosts = name === 'ungrouped' ? ungrouped(group) : [...group.hosts.keys()];
    for (const host of hosts)
      if (draft.hosts.has(host)) entry.members.set(host, group.hosts.get(host) ?? group.place);
    for (const [child, place] of group.children)
      if (child !== 'all') entry.groups.set(child, place);
  }

  /** What stands in templates is worked out for each host. */
  function groupSettings({ vars, fileVars, place }: AnsibleGroup, entry: Entry): void {
    const plain = [...vars, ...fileVars].filter(([, { value }]) => !hasTemplate(value));
    const quiet = { ...report, wrong() {}, note() {}, unknown() {} };
    const settings = settingsOf(new Map(plain), place, quiet);
    for (const [field, marked] of settings.fields)
      if (field !== 'address') entry.fields.set(field, marked);
    for (const [name, marked] of settings.vars) entry.vars.set(name, marked);
  }

  function addHost(name: string, host: AnsibleHost): void {
    if (!isReached(name, host)) return;
    const groups = tree.groupsOf(name);
    const key = groups.join('\0');
    isKnown = true;
    const settings = settingsFor(name, host, key);
    if (!isKnown) return;
    const entry = draft.host(name, host.place);
    const known =
      inherited.get(key) ?? inheritedOf(tree.levels(groups), draft.groups, draft.defaults);
    inherited.set(key, known);
    writeDifference(settings, known, entry);
  }

  /** Hosts of the same groups that say nothing themselves are all alike. */
  function settingsFor(name: string, host: AnsibleHost, key: string): Entry {
    const vars = mergedVars(name, host);
    const isPlain = host.vars.size + host.fileVars.size === 0;
    const alike = isPlain ? common.get(key) : undefined;
    if (alike) return alike;
    const settings = settingsOf(filledIn(vars, name, budget), host.place, report);
    const isShared = isPlain && ![...vars.values()].some(({ value }) => hasTemplate(value));
    if (isShared) common.set(key, settings);
    return settings;
  }

  function mergedVars(name: string, { vars, fileVars }: AnsibleHost): Vars {
    const groups = tree.groupsOf(name);
    const key = groups.join('\0');
    const fromGroups = merged.get(key) ?? tree.varsOf(groups);
    merged.set(key, fromGroups);
    if (vars.size + fileVars.size === 0) return fromGroups;
    return new Map([...fromGroups, ...vars, ...fileVars]);
  }

  function isReached(name: string, host: AnsibleHost): boolean {
    const way = mergedVars(name, host).get('ansible_connection');
    if (way === undefined || overSsh.test(way.value)) return true;
    const why =
      way.value === 'local'
        ? 'it is this machine itself (ansible_connection=local) – write !CMD for what is to run here'
        : `it is not reached over SSH (ansible_connection=${way.value})`;
    draft.note(host.place, `host ${quoted(name)} is left out: ${why}`);
    return false;
  }

  function ungrouped(group: AnsibleGroup): readonly string[] {
    return [...group.hosts.keys()].filter((host) => tree.groupsOf(host).length === 0);
  }

  function jumpHost(name: string, user?: string, port?: number): string | undefined {
    const host = data.hosts.get(name);
    if (!host || !isReached(name, host)) return undefined;
    const vars = mergedVars(name, host);
    const said = (key: string) => vars.get(key)?.value;
    const isSame =
      (user === undefined || user === said('ansible_user')) &&
      (port === undefined || String(port) === (said('ansible_port') ?? '22'));
    return isSame ? name : undefined;
  }
}
