import { UsageError } from '../../domain/failure.ts';
import { InventoryError, type Problem } from '../../domain/inventory.ts';
import { quoted } from '../../domain/quoted.ts';
import { inOrder, type Place, problem } from '../place.ts';
import { yamlTree } from '../yaml.ts';
import { isPluginConfig } from '../yaml-kind.ts';
import type { YamlTree } from '../yaml-tree.ts';
import {
  type AnsibleData,
  ansibleGroup,
  ansibleHost,
  asText,
  emptyData,
  isVaulted,
  type Vars,
} from './data.ts';
import { hostPatterns, Unbounded } from './hosts.ts';
import { TooManyNames } from './range.ts';

const onlyAnsible =
  'only ansible-inventory can carry out a plugin, and it does not – try: ansible-inventory --list -i with this file';

const onlyWithKey =
  'ansible-vault has encrypted this file, and ansible-inventory does not open it – set ANSIBLE_VAULT_PASSWORD_FILE, or name what ansible-vault view prints';

type Path = readonly string[];
type Node = Readonly<Record<string, unknown>>;

/** Groups with `hosts`, `children` and `vars` (Ansible's plugins/inventory/yaml.py). @throws InventoryError */
export function readAnsibleYaml(text: string, file: string): AnsibleData {
  if (isVaulted(text))
    throw new InventoryError([problem(file, { line: 1, column: 1 }, onlyWithKey)]);
  const tree = yamlTree(text, file);
  if (isPluginConfig(text))
    throw new InventoryError([problem(file, tree.keyAt(['plugin']), onlyAnsible)]);
  const data = emptyData();
  const problems: Problem[] = [];
  const namedHosts = hostPatterns();
  const wrong = (place: Place, message: string) => problems.push(problem(file, place, message));
  for (const [name, group] of Object.entries(mapAt(tree.value, [], 'groups') ?? {}))
    readGroup(name, group, [name]);
  if (problems.length > 0) throw new InventoryError(inOrder(problems));
  return data;

  function readGroup(name: string, value: unknown, path: Path): void {
    const group = ansibleGroup(data, name, tree.keyAt(path));
    const node = mapAt(value, path, 'hosts:, children: and vars:') ?? {};
    for (const key of Object.keys(node)) {
      if (!['hosts', 'children', 'vars'].includes(key))
        wrong(
          tree.keyAt([...path, key]),
          `${quoted(key)} has no place in a group – write hosts:, children: or vars:`,
        );
    }
    for (const [pattern, vars] of Object.entries(below(node.hosts, [...path, 'hosts'])))
      readHosts(name, pattern, vars, [...path, 'hosts', pattern]);
    for (const [child, each] of Object.entries(below(node.children, [...path, 'children']))) {
      group.children.set(child, tree.keyAt([...path, 'children', child]));
      readGroup(child, each, [...path, 'children', child]);
    }
    for (const [key, marked] of varsAt(tree, node.vars, [...path, 'vars']))
      group.vars.set(key, marked);
  }

  function readHosts(group: string, pattern: string, vars: unknown, path: Path): void {
    const place = tree.keyAt(path);
    try {
      const named = namedHosts(pattern, place);
      const said = [...named.vars, ...varsAt(tree, mapAt(vars, path, 'variables'), path)];
      for (const name of named.names) {
        const host = ansibleHost(data, name, place);
        ansibleGroup(data, group, place).hosts.set(name, place);
        for (const [key, marked] of said) host.vars.set(key, marked);
      }
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (error instanceof TooManyNames) throw new Unbounded([problem(file, place, error.message)]);
      wrong(place, error.message);
    }
  }

  /** A single name may stand alone. */
  function below(value: unknown, path: Path): Node {
    return typeof value === 'string' ? { [value]: null } : (mapAt(value, path, 'names') ?? {});
  }

  function mapAt(value: unknown, path: Path, what: string): Node | undefined {
    if (value === null || value === undefined) return undefined;
    if (typeof value === 'object' && !Array.isArray(value)) return value as Node;
    wrong(
      tree.at(path),
      `this must be a map of ${what} – write a colon after each name, as in web01:`,
    );
    return undefined;
  }
}

/** The variables of a map, each with its place. */
export function varsAt(tree: YamlTree, value: unknown, path: Path): Vars {
  const vars: Vars = new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return vars;
  for (const [key, each] of Object.entries(value)) {
    const text = asText(each);
    if (text !== undefined) vars.set(key, { value: text, place: tree.at([...path, key]) });
  }
  return vars;
}
