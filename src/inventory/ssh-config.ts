import { statSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../domain/failure.ts';
import { expand, isNodeSet } from '../domain/node-set.ts';
import { quoted } from '../domain/quoted.ts';
import { isReservedTargetName } from '../domain/result-set.ts';
import { Draft } from './draft.ts';
import type { Format } from './formats.ts';
import { type SourceFile, wrongFile } from './source-file.ts';
import { sshConfigHosts } from './ssh-config-names.ts';

/** The literal names of a file of ssh's own. What is said of them there is left to ssh. */
export const sshConfig: Format = {
  name: 'ssh-config',
  summary: 'the Host names of ~/.ssh/config and of what it includes',
  matches: isSshConfig,
  async read({ path: file }, home) {
    if (statSync(file, { throwIfNoEntry: false })?.isFIFO()) throw wrongFile(file, onlyOnce);
    const draft = new Draft(file);
    for (const [name, place] of sshConfigHosts(file, home)) {
      const why = whyNot(name);
      if (why === undefined) draft.host(name, place);
      else draft.note(place, `Host ${quoted(name)} is left out: ${why}`);
    }
    if (draft.hosts.size === 0)
      throw wrongFile(file, 'it names no host – write Host web01, names with * or ? do not count');
    return draft.written();
  },
};

const onlyOnce =
  'ssh’s own configuration is read for each host, a pipe only once – write it to a file and name that';

function isSshConfig({ path: file, text }: SourceFile): boolean {
  const [folder, name] = [path.basename(path.dirname(path.resolve(file))), path.basename(file)];
  if (name === 'ssh_config' || (name === 'config' && folder === '.ssh')) return true;
  if (/\.(ya?ml|json|ini)$/i.test(name)) return false;
  return firstLines(text).some((line) => /^(Host|Match|Include)[\s=]+\S/i.test(line));
}

/** Until one that ssh_config cannot have. */
function firstLines(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const meant = lines.filter((line) => line !== '' && !line.startsWith('#'));
  const strange = meant.findIndex((line) => !/^[A-Za-z][A-Za-z0-9]*(\s*=\s*|\s+)\S/.test(line));
  return strange === -1 ? meant : meant.slice(0, strange);
}

function whyNot(name: string): string | undefined {
  if (isReservedTargetName(name)) return 'the name means something in targets';
  if (isNodeSet(name)) return 'a target would take the name for a node set';
  try {
    expand(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.message;
  }
}
