import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

export const notify: Command = {
  name: 'notify',
  usage: 'notify [on|off]',
  summary: 'whether the terminal calls you when a long run ends or a roll waits',
  takes: [{ kind: 'word', words: { on: 'runs over 10 s, and rolls', off: '' } }],
  run(context, { text }) {
    if (text !== '' && text !== 'on' && text !== 'off')
      throw new UsageError(`no such setting: ${quoted(text)} – write :notify on or :notify off`);
    const on = context.notify(text === '' ? undefined : text === 'on');
    context.say(
      on
        ? 'notifications are on: runs over 10 s, and any while the terminal is not focused'
        : 'notifications are off – :notify on',
    );
  },
};
