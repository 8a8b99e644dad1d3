import { UsageError } from '../domain/failure.ts';
import type { Command } from './command.ts';

export const pty: Command = {
  name: 'pty',
  usage: 'pty CMD',
  summary: 'run a line on a terminal of its own on each host, beside the shell',
  takes: [{ kind: 'line' }],
  run(context, { text }) {
    if (text === '') throw new UsageError('no command – write :pty CMD, e.g. :pty apt-get update');
    context.onTerminals(text);
    context.say('on terminals of their own: cd and variables of this line are not kept');
  },
};
