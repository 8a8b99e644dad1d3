import { isVaulted } from './ansible/data.ts';
import type { SourceFile } from './source-file.ts';

/** The keys of an inventory.yaml; Ansible and ClusterShell have names of groups there. */
const ourKeys = /^(version|defaults|hosts|groups)$/;

/** Groups that say hosts, children or vars. */
export function isAnsibleYaml(source: SourceFile): boolean {
  if (isVaulted(source.text)) return true;
  const keys = topKeys(source);
  if (isPluginConfig(source.text)) return !keys.some(({ name }) => name === 'version');
  if (keys.length === 0 || keys.some(({ name }) => ourKeys.test(name))) return false;
  return keys.some(({ below }) => below.some((key) => /^(hosts|children|vars)$/.test(key)));
}

/** Only Ansible itself can ask a cloud, as with `plugin: amazon.aws.aws_ec2`. */
export const isPluginConfig = (text: string): boolean => /^plugin\s*:\s*\S/m.test(text);

/** Sources of groups, with node sets: a map of maps of texts. */
export function isClusterShellYaml(source: SourceFile): boolean {
  const keys = topKeys(source);
  if (keys.length === 0 || keys.some(({ name }) => ourKeys.test(name))) return false;
  return !isAnsibleYaml(source) && keys.every(({ below }) => below.length > 0);
}

interface TopKey {
  readonly name: string;
  /** The keys of its own map. */
  readonly below: readonly string[];
}

/** Told from the lines alone, so that a file with a mistake is what it was meant to be. */
function topKeys({ text, path }: SourceFile): readonly TopKey[] {
  if (!/\.(ya?ml|json)$|^[^.]*$/i.test(path.split('/').at(-1) ?? '')) return [];
  const keys: { name: string; below: string[]; indent: number }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, blanks = '', name] = /^( *)["']?([\w.@:+-]+)["']?\s*:(?=\s|$)/.exec(line) ?? [];
    if (name === undefined) continue;
    const inline = [...line.matchAll(/[{,]\s*["']?(hosts|children|vars)["']?\s*:/g)].map(
      (match) => match[1] ?? '',
    );
    const open = keys.at(-1);
    if (blanks === '') keys.push({ name, below: inline, indent: 0 });
    else if (open && (open.indent === 0 || open.indent === blanks.length)) {
      open.indent = blanks.length;
      open.below.push(name);
    }
  }
  return keys;
}
