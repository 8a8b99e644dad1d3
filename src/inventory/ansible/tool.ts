import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Place } from '../place.ts';
import { runProgram } from '../run-program.ts';
import type { AnsibleData, Vars } from './data.ts';
import { readAnsibleJson } from './json.ts';
import { ansibleTree } from './merge.ts';

/** ms. It takes 5 s for 10,000 hosts. */
const patience = 10_000;

export type AnsibleAnswer =
  | { readonly kind: 'data'; readonly data: AnsibleData }
  /** `why`: it is installed, and has no answer. */
  | { readonly kind: 'none'; readonly why?: string };

/** What `ansible-inventory` says of a file. */
export async function askAnsible(file: string): Promise<AnsibleAnswer> {
  const source = path.resolve(file);
  // With a comma it would be taken for a list of hosts.
  if (source.includes(',')) return { kind: 'none' };
  const env = {
    ...process.env,
    ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED: 'true',
    ANSIBLE_INVENTORY_UNPARSED_FAILED: 'true',
    ANSIBLE_NOCOLOR: 'true',
  };
  const printed = await runProgram('ansible-inventory', ['-i', source, '--list'], {
    env,
    timeout: patience,
  });
  if (printed.kind === 'missing') return { kind: 'none' };
  if (printed.kind === 'failed') return { kind: 'none', why: printed.why };
  try {
    return { kind: 'data', data: readAnsibleJson(printed.text, 'ansible-inventory').data };
  } catch {
    return { kind: 'none', why: 'it prints no JSON' };
  }
}

/**
 * What Ansible says counts. Where our own reading says the same of every host, it is kept: it knows which group says
 * what, and where it was written.
 */
export function agreed(own: AnsibleData, theirs: AnsibleData): AnsibleData {
  if (isDeepStrictEqual(meaning(own), meaning(theirs))) return own;
  for (const [name, host] of theirs.hosts) {
    const vars = placedVars(own, name);
    for (const [key, marked] of host.vars) {
      const place = vars.get(key)?.place;
      if (place) host.vars.set(key, { ...marked, place });
    }
  }
  const names = new Set([...own.hosts.keys(), ...theirs.hosts.keys()]);
  return {
    hosts: new Map([...names].flatMap((name) => withPlace(name, theirs.hosts, own.hosts))),
    groups: new Map(
      [...theirs.groups.keys()].flatMap((name) => withPlace(name, theirs.groups, own.groups)),
    ),
  };
}

function withPlace<T extends { readonly place: Place }>(
  name: string,
  theirs: ReadonlyMap<string, T>,
  own: ReadonlyMap<string, T>,
): [string, T][] {
  const entry = theirs.get(name);
  return entry ? [[name, { ...entry, place: own.get(name)?.place ?? entry.place }]] : [];
}

/** Every host with its variables, every group with its hosts. */
function meaning(data: AnsibleData) {
  const hosts = [...data.hosts.keys()]
    .sort()
    .map((name) => [
      name,
      Object.fromEntries(
        [...placedVars(data, name)].map(([key, { value }]) => [key, canonical(value)]),
      ),
    ]);
  const groups = [...data.groups]
    .filter(([name, group]) => !isImplied(name) && group.hosts.size + group.children.size > 0)
    .map(([name, group]) => [
      name,
      [...group.hosts.keys()].sort(),
      [...group.children.keys()].sort(),
    ])
    .sort(([one], [two]) => (String(one) < String(two) ? -1 : 1));
  return { hosts, groups };
}

const isImplied = (name: string): boolean => name === 'all' || name === 'ungrouped';

/** Ansible prints values, we keep what was typed: `yes` and true, `1.50` and 1.5 are the same. */
function canonical(text: string): string {
  if (/^(true|yes|on)$/i.test(text)) return 'true';
  if (/^(false|no|off)$/i.test(text)) return 'false';
  if (/^[-+]?\d+(\.\d*)?$/.test(text)) return String(Number(text));
  return /^[[{]/.test(text) ? text.replace(/"|\s/g, '').toLowerCase() : text;
}

const trees = new WeakMap<AnsibleData, ReturnType<typeof ansibleTree>>();

function placedVars(data: AnsibleData, name: string): Vars {
  const tree = trees.get(data) ?? ansibleTree(data);
  trees.set(data, tree);
  const host = data.hosts.get(name);
  return new Map([
    ...tree.varsOf(tree.groupsOf(name)),
    ...(host?.vars ?? []),
    ...(host?.fileVars ?? []),
  ]);
}
