import { InventoryError } from '../domain/inventory.ts';
import { type AnsibleData, isVaulted } from './ansible/data.ts';
import { ansibleDraft } from './ansible/draft.ts';
import { Unbounded } from './ansible/hosts.ts';
import { readAnsibleIni } from './ansible/ini-lines.ts';
import { type AnsibleAnswer, agreed, askAnsible } from './ansible/tool.ts';
import { readVarsFiles } from './ansible/vars-files.ts';
import { readAnsibleYaml } from './ansible/yaml-tree.ts';
import type { Format } from './formats.ts';
import { iniKind } from './ini-kind.ts';
import type { SourceFile } from './source-file.ts';
import type { Written } from './written.ts';
import { isAnsibleYaml, isPluginConfig } from './yaml-kind.ts';

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
  const own = await readOwn(path, text, read);
  const answer = await askAnsible(path);
  const theirs = answer.kind === 'data' ? answer.data : undefined;
  if (own.kind === 'mistaken') {
    if (!theirs) throw own.error;
    const written = ansibleDraft(theirs, path).written();
    const doubts = isPluginConfig(text) || isVaulted(text) ? [] : own.error.message.split('\n');
    return { ...written, warnings: [...doubts, ...written.warnings] };
  }
  const written = ansibleDraft(theirs ? agreed(own.data, theirs) : own.data, path).written();
  // Ansible may have opened what is encrypted.
  const notes = theirs ? [] : [...withoutAnsible(answer, path), ...own.notes];
  return { ...written, warnings: [...notes, ...written.warnings] };
}

const withoutAnsible = (answer: AnsibleAnswer, path: string): readonly string[] =>
  answer.kind === 'none' && answer.why !== undefined
    ? [`${path}:1: ansible-inventory does not answer (${answer.why}) – the file is read without it`]
    : [];

async function readOwn(
  path: string,
  text: string,
  read: (text: string, file: string) => AnsibleData,
): Promise<Own> {
  try {
    const data = read(text, path);
    return { kind: 'read', data, notes: await readVarsFiles(data, path) };
  } catch (error) {
    if (!(error instanceof InventoryError) || error instanceof Unbounded) throw error;
    return { kind: 'mistaken', error };
  }
}
