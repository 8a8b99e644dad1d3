import { InventoryError } from '../../domain/inventory.ts';
import { type Place, problem } from '../place.ts';
import {
  type AnsibleData,
  ansibleGroup,
  ansibleHost,
  asText,
  emptyData,
  type Vars,
} from './data.ts';

type Node = Readonly<Record<string, unknown>>;

export interface ListedInventory {
  readonly data: AnsibleData;
  /** It says all of its hosts' variables (`_meta`): nobody has to ask for each. */
  readonly complete: boolean;
}

/** What `--list` of Ansible's inventory programs prints (plugins/inventory/script.py). @throws InventoryError */
export function readAnsibleJson(text: string, program: string): ListedInventory {
  const place = { line: 1, column: 1 };
  const listed = parsed(text, program, place);
  const data = emptyData();
  for (const [name, value] of Object.entries(listed)) {
    if (name !== '_meta') readGroup(data, name, value, place);
  }
  const hostvars = isMap(listed._meta) ? listed._meta.hostvars : undefined;
  if (isMap(hostvars))
    for (const [name, vars] of Object.entries(hostvars)) addVars(data, name, vars, place);
  return { data, complete: isMap(hostvars) };
}

/** What `--host NAME` prints; nothing is a host without variables. @throws InventoryError */
export function readHostJson(text: string, program: string): Node {
  return text.trim() === '' ? {} : parsed(text, program, { line: 1, column: 1 });
}

export function addVars(data: AnsibleData, name: string, vars: unknown, place: Place): void {
  const host = ansibleHost(data, name, place);
  for (const [key, value] of varsOf(vars, place)) host.vars.set(key, value);
}

/** A list of hosts, or a map with hosts, children and vars. A map with nothing of these is a host, as in old programs. */
function readGroup(data: AnsibleData, name: string, value: unknown, place: Place): void {
  const node = Array.isArray(value) ? { hosts: value } : isMap(value) ? value : {};
  if (isMap(value) && !['hosts', 'children', 'vars'].some((key) => key in node)) {
    if (Object.keys(value).length > 0) addVars(data, name, value, place);
    else ansibleGroup(data, name, place);
    return;
  }
  const group = ansibleGroup(data, name, place);
  for (const host of namesIn(node.hosts)) {
    ansibleHost(data, host, place);
    group.hosts.set(host, place);
  }
  for (const child of namesIn(node.children)) group.children.set(child, place);
  for (const [key, marked] of varsOf(node.vars, place)) group.vars.set(key, marked);
}

function parsed(text: string, program: string, place: Place): Node {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The text is not told: it may hold passwords.
    throw wrong(program, place, 'it prints no JSON – its --list must print what Ansible takes');
  }
  if (isMap(value)) return value;
  throw wrong(
    program,
    place,
    'it prints no map of groups – its --list must print {"web": {"hosts": ["web01"]}}',
  );
}

const wrong = (program: string, place: Place, message: string): InventoryError =>
  new InventoryError([problem(program, place, message)]);

function varsOf(value: unknown, place: Place): Vars {
  const vars: Vars = new Map();
  for (const [key, each] of isMap(value) ? Object.entries(value) : []) {
    const text = asText(each);
    if (text !== undefined) vars.set(key, { value: text, place });
  }
  return vars;
}

const namesIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

const isMap = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
