import type { SourceFile } from './source-file.ts';

/** Names that people give to the options of a host. */
const ownKeys =
  /^(user|username|login|pass|passwd|password|port|host|hosts|hostname|hostnames|address|addr|ip|nodes|members|servers|key|keyfile|key_file|identity_?file|private_key)$/i;

/**
 * configparser has `NAME = VALUE` or `NAME: VALUE` in its sections, Ansible hosts with variables behind them. The first
 * line that only one of the two can have decides.
 */
export function iniKind({ path, text }: SourceFile): 'configparser' | 'ansible' | undefined {
  if (/\.(ya?ml|json)$/i.test(path)) return undefined;
  let sections = 0;
  let ports = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    if (/^\[/.test(trimmed)) {
      if (/^\[[^\]\s]+:(children|vars|hosts)\]/.test(trimmed)) return 'ansible';
      sections += 1;
      continue;
    }
    // A further line of the value above, in configparser; hosts are often indented too.
    if (/^\s/.test(line) && !/[=:]/.test(trimmed)) continue;
    const kind = lineKind(trimmed);
    if (kind === 'host:port') ports += 1;
    else return sections > 0 || kind === 'ansible' ? kind : undefined;
  }
  if (sections === 0) return undefined;
  return ports > 0 ? 'ansible' : 'configparser';
}

function lineKind(line: string): 'configparser' | 'ansible' | 'host:port' {
  if (/\bansible_\w+\s*=/.test(line)) return 'ansible';
  const [, name = '', rest = ''] = /^([^\s=:[\]]+)(.*)$/.exec(line) ?? [];
  if (name === '' || rest === '') return 'ansible';
  if (/^:\d+(\s|$)/.test(rest) && !ownKeys.test(name)) return 'host:port';
  if (/^\s*[=:]/.test(rest)) return 'configparser';
  // `web01 color=red` is a host; `user name = x` is an option of two words.
  return /^\s+[^\s=]+=\S/.test(rest) || !/[=:]/.test(rest) ? 'ansible' : 'configparser';
}
