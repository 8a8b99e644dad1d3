import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { completionShells } from './cli/completion-shells.ts';
import { answerText } from './completion/answer.ts';
import type { Tool } from './completion/flags.ts';
import { keepNames, readKeptNames } from './completion/kept-names.ts';
import { type Names, namesOf } from './completion/names.ts';
import { splitLine } from './completion/split-line.ts';
import { suggest } from './completion/suggest.ts';
import { configparser } from './inventory/configparser.ts';
import { type Format, formats } from './inventory/formats.ts';
import { hostList } from './inventory/host-list.ts';
import { findInventory, readInventory } from './inventory/read-inventory.ts';
import { readSourceFile } from './inventory/source-file.ts';
import { sshConfig } from './inventory/ssh-config.ts';
import { yaml } from './inventory/yaml.ts';
import { cacheDirectory } from './records/cache-directory.ts';

/**
 * `tutti __complete SHELL TOOL LINE [REPLACED]`, which the completion scripts call at each Tab: a program of its own,
 * so that nothing is loaded for it but names. Whatever is wrong, it says nothing.
 */
export async function main(_: string, argv: readonly string[]): Promise<number> {
  try {
    process.stdout.write(await answer(argv.slice(1)));
  } catch {
    // A message in the middle of the operator's line would help nobody.
  }
  return 0;
}

async function answer([name, tool, text = '', replaced]: readonly string[]): Promise<string> {
  const shell = completionShells.find((each) => each === name);
  if (!shell) return '';
  const line = splitLine(text);
  const own = { ...line, words: fromTool(line.words, tool) };
  return answerText(shell, await suggest(toolOf(tool), own, readNames), line, replaced);
}

/** Without `sudo -u deploy` in front. */
function fromTool(words: readonly string[], tool: string | undefined): readonly string[] {
  const at = words.findIndex((word) => path.basename(word) === tool);
  return at === -1 ? words : words.slice(at);
}

/** An alias is one for tutti. */
const toolOf = (name: string | undefined): Tool =>
  name === 'batch_run' || name === 'batch_scp' ? name : 'tutti';

async function readNames(flag: string | undefined): Promise<Names> {
  const places = { env: process.env, cwd: process.cwd(), home: homedir() };
  const file = findInventory({ ...places, ...(flag !== undefined && { flag }) });
  if (file === undefined) throw new Error('no inventory');
  const kept = readKeptNames(cacheDirectory(), file);
  if (kept?.fresh) return kept;
  if (await needsMore(file)) return kept ?? { hosts: [], groups: new Map() };
  // Its passwords are no matter here.
  const names = namesOf(await readInventory(file, { insecurePasswords: true }));
  keepNames(cacheDirectory(), file, names);
  return names;
}

/** Nothing is run, and nobody's pipe emptied, because somebody presses Tab. */
async function needsMore(file: string): Promise<boolean> {
  if (!statSync(file).isFile()) return true; // a pipe can be read once only
  const source = await readSourceFile(file);
  const format = formats.find((each) => each.matches(source));
  return !format || !readAlone.includes(format);
}

/** The formats that are read without the help of any program. */
const readAlone: readonly Format[] = [sshConfig, configparser, hostList, yaml];
