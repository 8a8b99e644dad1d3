import { UsageError } from '../domain/failure.ts';
import { firstWord } from '../shell/split-words.ts';
import type { Command } from './command.ts';

export const stdin: Command = {
  name: 'stdin',
  usage: 'stdin [<FILE] CMD',
  summary: 'run a line that reads what is typed next (Ctrl-D ends it), or a file of this machine',
  takes: [{ kind: 'input' }, { kind: 'line' }],
  run(context, { text }) {
    const { file, command } = inputOf(text);
    if (command === '') {
      throw new UsageError(
        'no command – write :stdin CMD, or :stdin <FILE CMD, e.g. :stdin <key tee -a f',
      );
    }
    context.runWithInput(command, file);
    if (file === undefined)
      context.say('Enter sends to all, Alt-Enter to the host under the cursor, Ctrl-D ends');
  },
};

/** The file is a word, quoted where need be. @throws UsageError for an open quote */
function inputOf(text: string): { readonly file?: string; readonly command: string } {
  if (!text.startsWith('<')) return { command: text };
  const { word, rest } = firstWord(text.slice(1));
  return { file: word, command: rest.trimStart() };
}
