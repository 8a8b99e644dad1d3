import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { readSourceFile } from '../source-file.ts';
import { yamlTree } from '../yaml.ts';
import { type AnsibleData, ansibleGroup, isVaulted, type Vars } from './data.ts';
import { varsAt } from './yaml-tree.ts';

/** What stands in group_vars/ and host_vars/ beside an inventory. @throws InventoryError @returns what to know of them */
export async function readVarsFiles(
  data: AnsibleData,
  inventory: string,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const folder = path.dirname(inventory);
  ansibleGroup(data, 'all', { line: 1, column: 1 });
  for (const [name, files] of filesIn(path.join(folder, 'group_vars')))
    for (const file of files) await read(file, data.groups.get(name)?.fileVars);
  for (const [name, files] of filesIn(path.join(folder, 'host_vars')))
    for (const file of files) await read(file, data.hosts.get(name)?.fileVars);
  return notes;

  async function read(file: string, into: Vars | undefined): Promise<void> {
    if (!into) return;
    const { text } = await readSourceFile(file);
    if (isVaulted(text))
      notes.push(`${file}:1: only Ansible can open this file – its variables are not known here`);
    else if (!/^(\s|#.*|---|\.\.\.)*$/.test(text)) {
      const tree = yamlTree(text, file);
      for (const [name, { value, place }] of varsAt(tree, tree.value, []))
        into.set(name, { value, place: { ...place, file } });
    }
  }
}

/** `NAME`, `NAME.yml` or the files in a folder `NAME`, in order. */
function filesIn(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of entriesOf(folder)) {
    const name = entry.replace(/\.(ya?ml|json)$/, '');
    const whole = path.join(folder, entry);
    const below = entriesOf(whole).map((file) => path.join(whole, file));
    const files = isFolder(whole) ? below.filter((file) => !isFolder(file)) : [whole];
    found.set(name, [...(found.get(name) ?? []), ...files]);
  }
  return found;
}

/** Editors' copies and hidden files do not count. */
function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.') && !/~$|\.(bak|orig|retry|swp)$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}
