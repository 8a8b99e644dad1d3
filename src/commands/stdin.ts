import { UsageError } from '../domain/failure.ts';
import type { Command } from './command.ts';

export const stdin: Command = {
  name: 'stdin',
  usage: 'stdin [<FILE] CMD',
  summary: 'run a line that reads what is typed next (Ctrl-D ends it), or a file of this machine',
  run(context, { text }) {
    const [, quoted, bare, command = ''] =
      /^(?:<\s*(?:"([^"]*)"|(\S+))\s*)?(.*)$/s.exec(text) ?? [];
    const file = quoted ?? bare;
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
