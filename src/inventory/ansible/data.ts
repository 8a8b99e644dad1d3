import type { Marked } from '../draft.ts';
import type { Place } from '../place.ts';

/** Variables of a host or a group, as text: lists and maps as JSON. */
export type Vars = Map<string, Marked<string>>;

/** An inventory of Ansible's, before its variables are merged. */
export interface AnsibleData {
  readonly hosts: Map<string, AnsibleHost>;
  /** With `all` and `ungrouped`, where they were named. */
  readonly groups: Map<string, AnsibleGroup>;
}

export interface AnsibleHost {
  readonly place: Place;
  readonly vars: Vars;
  /** From files in host_vars/. */
  readonly fileVars: Vars;
}

export interface AnsibleGroup {
  readonly place: Place;
  readonly hosts: Map<string, Place>;
  readonly children: Map<string, Place>;
  readonly vars: Vars;
  /** From files in group_vars/, which come after all that stands in the inventory itself. */
  readonly fileVars: Vars;
}

export const emptyData = (): AnsibleData => ({ hosts: new Map(), groups: new Map() });

/** The host of this name, which is known from here on. */
export function ansibleHost({ hosts }: AnsibleData, name: string, place: Place): AnsibleHost {
  const host = hosts.get(name) ?? { place, vars: new Map(), fileVars: new Map() };
  hosts.set(name, host);
  return host;
}

export function ansibleGroup({ groups }: AnsibleData, name: string, place: Place): AnsibleGroup {
  const group = groups.get(name) ?? {
    place,
    hosts: new Map(),
    children: new Map(),
    vars: new Map(),
    fileVars: new Map(),
  };
  groups.set(name, group);
  return group;
}

/** A value of JSON or YAML, as Ansible would put it into text. */
export function asText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return wrappedText(value) ?? JSON.stringify(value);
}

/** It can be opened by Ansible only, which does not do so for others. */
export const isVaulted = (text: string): boolean => text.startsWith('$ANSIBLE_VAULT;');

/** How Ansible prints the text of `!vault` and `!unsafe` (parsing/ajson.py). */
function wrappedText(value: object): string | undefined {
  const [entry, ...others] = Object.entries(value);
  const isWrapped = others.length === 0 && /^__ansible_(vault|unsafe)$/.test(entry?.[0] ?? '');
  return isWrapped && typeof entry?.[1] === 'string' ? entry[1] : undefined;
}
