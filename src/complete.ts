import path from 'node:path';
import { completionShells } from './cli/completion-shells.ts';
import { answerText } from './completion/answer.ts';
import type { Tool } from './completion/flags.ts';
import { splitLine } from './completion/split-line.ts';
import { type ReadNames, suggest } from './completion/suggest.ts';

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

/** Reading inventories is loaded only where a name is wanted. */
const readNames: ReadNames = async (flag) =>
  (await import('./app/completion/names-for-tab.ts')).readNames(flag);
