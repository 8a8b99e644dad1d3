import { InventoryError, type Problem } from '../../domain/inventory.ts';
import { quoted } from '../../domain/quoted.ts';
import { inOrder, type Place, problem } from '../place.ts';
import type { SourceFile } from '../source-file.ts';
import { yamlTree } from '../yaml.ts';
import { fileSource, type GroupSource } from './source.ts';

type Groups = Map<string, { readonly value: string; readonly place: Place }>;

/** groups.d/NAME.yaml: sources, with their groups as texts or lists of texts. @throws InventoryError */
export function yamlSources({ text, path }: SourceFile): readonly GroupSource[] {
  const tree = yamlTree(text, path);
  const problems: Problem[] = [];
  const sources = entriesOf(tree.value).map(([name, value]) => {
    const groups: Groups = new Map();
    if (!isMap(value)) wrong([name], 'a source must be a map of groups – write web: "web[01-20]"');
    for (const [group, each] of entriesOf(value)) {
      const written = textOf(each);
      if (written === undefined)
        wrong([name, group], 'a group must be a node set or a list of them – write "web[01-20]"');
      else groups.set(group, { value: written, place: placed(tree.keyAt([name, group])) });
    }
    return fileSource(name, placed(tree.keyAt([name])), groups);
  });
  if (!isMap(tree.value))
    wrong([], 'the file must be a map of sources – write roles: and its groups below');
  if (problems.length > 0) throw new InventoryError(inOrder(problems));
  return sources;

  function wrong(at: readonly string[], message: string): void {
    problems.push(problem(path, tree.at(at), message));
  }

  function placed(place: Place): Place {
    return { ...place, file: path };
  }
}

/** groups.d/local.cfg: `GROUP: NODESET` on each line. @throws InventoryError */
export function flatSource({ text, path }: SourceFile): GroupSource {
  const groups: Groups = new Map();
  const problems: Problem[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const bare = line.replace(/(^|\s)#.*$/, '');
    if (bare.trim() === '') continue;
    const place = { line: index + 1, column: 1, file: path };
    const [, name, value = ''] = /^\s*([^\s:]+)\s*:(.*)$/.exec(bare) ?? [];
    if (name === undefined)
      problems.push(problem(path, place, 'this is no group – write web: web[01-20]'));
    else if (groups.has(name))
      problems.push(problem(path, place, `group ${quoted(name)} is here twice – join them`));
    else groups.set(name, { value: value.trim(), place });
  }
  if (problems.length > 0) throw new InventoryError(problems);
  return fileSource('local', { line: 1, column: 1, file: path }, groups);
}

function textOf(value: unknown): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
    ? value.join(',')
    : undefined;
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isMap(value) ? Object.entries(value) : [];
