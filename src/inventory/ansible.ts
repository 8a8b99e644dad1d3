import { InventoryError } from '../domain/inventory.ts';
import type { AnsibleData } from './ansible-data.ts';
import { ansibleDraft } from './ansible-draft.ts';
import { readAnsibleIni } from './ansible-ini-lines.ts';
import { agreed, askAnsible } from './ansible-tool.ts';
import { readVarsFiles } from './ansible-vars-files.ts';
import { readAnsibleYaml } from './ansible-yaml-tree.ts';
import type { Format } from './formats.ts';
import { iniKind } from './ini-kind.ts';
import type { SourceFile } from './source-file.ts';
import type { Written } from './written.ts';
import { isAnsibleYaml } from './yaml-kind.ts';

export const ansibleIni: Format = {
  name: 'ansible-ini',
  summary: "Ansible's INI: [web], [web:vars], [prod:children], web[01:20] ansible_port=22",
  matches: (source) => iniKind(source) === 'ansible',
  read: (source) => readAnsible(source, readAnsibleIni),
};

export const ansibleYaml: Format = {
  name: 'ansible-yaml',
  summary: "Ansible's YAML: all: with hosts:, children: and vars:",
  matches: isAnsibleYaml,
  read: (source) => readAnsible(source, readAnsibleYaml),
};

type Own =
  | { readonly kind: 'read'; readonly data: AnsibleData; readonly notes: readonly string[] }
  | { readonly kind: 'mistaken'; readonly error: InventoryError };

/** Where `ansible-inventory` is installed, it has the last word; ours are the places, and the mistakes. */
async function readAnsible(
  { path, text }: SourceFile,
  read: (text: string, file: string) => AnsibleData,
): Promise<Written> {
  const [theirs, own] = await Promise.all([askAnsible(path), readOwn(path, text, read)]);
  if (own.kind === 'mistaken') {
    if (!theirs) throw own.error;
    const written = ansibleDraft(theirs, path).written();
    return { ...written, warnings: [...own.error.message.split('\n'), ...written.warnings] };
  }
  const written = ansibleDraft(theirs ? agreed(own.data, theirs) : own.data, path).written();
  // Ansible may have opened what is encrypted.
  return { ...written, warnings: [...(theirs ? [] : own.notes), ...written.warnings] };
}

async function readOwn(
  path: string,
  text: string,
  read: (text: string, file: string) => AnsibleData,
): Promise<Own> {
  try {
    const data = read(text, path);
    return { kind: 'read', data, notes: await readVarsFiles(data, path) };
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error;
    return { kind: 'mistaken', error };
  }
}
