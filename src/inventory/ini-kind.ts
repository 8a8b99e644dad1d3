import { isBracketedAddress } from './endpoint.ts';
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
  let bare = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    if (isHeader(trimmed)) {
      if (bare > 0 || /^\[[^\]\s]+:(children|vars|hosts)\]/.test(trimmed)) return 'ansible';
      sections += 1;
      continue;
    }
    // A further line of the value above, in configparser; hosts are often indented too.
    if (/^\s/.test(line) && !/[=:]/.test(trimmed)) continue;
    const kind = lineKind(trimmed);
    if (kind === 'ansible') return kind;
    if (kind === 'configparser')
      return bare === 0 && (sections > 0 || hasSection(text)) ? kind : undefined;
    if (sections > 0) return 'ansible';
    bare += 1;
  }
  return sections > 0 ? 'configparser' : undefined;
}

/** An option above the first section is a mistake, but no other format. */
const hasSection = (text: string): boolean => /^\[[^\][{}",]+\][ \t]*\r?$/m.test(text);

/** Not an IPv6 address with a port, nor a name that begins with a range. */
const isHeader = (line: string): boolean =>
  /^\[/.test(line) && !/^\[[0-9a-f]*:[0-9a-f:.]*\]/i.test(line);

/** `bare`: a host without variables, perhaps with its port. */
function lineKind(line: string): 'configparser' | 'ansible' | 'bare' {
  if (/\bansible_\w+\s*=/.test(line)) return 'ansible';
  if (isBracketedAddress(line.replace(/\s+#.*$/, ''))) return 'bare';
  if (/^\S*\[[0-9a-z]*:[0-9a-z:]+\]/i.test(line)) return 'ansible';
  const [, name = '', rest = ''] = /^([^\s=:[\]]+)(.*)$/.exec(line) ?? [];
  if (name === '' || rest === '' || /^\[|^\s+#/.test(rest)) return 'bare';
  if (/^:\d+(\s|$)/.test(rest) && !ownKeys.test(name)) return 'bare';
  if (/^\s*[=:]/.test(rest)) return 'configparser';
  // `web01 color=red` is a host; `user name = x` is an option of two words.
  if (/^\s+[^\s=]+=\S/.test(rest)) return 'ansible';
  return /[=:]/.test(rest) ? 'configparser' : 'bare';
}
