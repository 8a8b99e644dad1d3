import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

export const debug: Command = {
  name: 'debug',
  usage: 'debug [off]',
  summary: 'log how hosts are connected, and why not, to a file; off ends that',
  takes: [{ kind: 'word', words: { off: 'no more of it' } }],
  run(context, { text }) {
    if (text !== '' && text !== 'on' && text !== 'off')
      throw new UsageError(`no such setting: ${quoted(text)} – write :debug or :debug off`);
    if (text === 'off') {
      context.debug(false);
      context.say('the debug log is off');
      return;
    }
    context.say(`debug log: ${context.debug(true)} – :reconnect tries what is down again`);
  },
};
