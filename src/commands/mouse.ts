import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

export const mouse: Command = {
  name: 'mouse',
  usage: 'mouse on|off',
  summary: 'wheel and click are ours, or the terminal’s own (as it is at the start)',
  takes: [{ kind: 'word', words: { on: 'wheel and click are ours', off: 'the terminal’s own' } }],
  run(context, { text }) {
    if (text !== 'on' && text !== 'off') {
      const given = text === '' ? '' : `, not ${quoted(text)}`;
      throw new UsageError(`the mouse is on or off${given} – write :mouse on`);
    }
    context.mouse(text === 'on');
    context.say(
      text === 'on'
        ? 'the wheel scrolls, a click chooses; with Shift the terminal selects text – :mouse off'
        : 'the mouse is the terminal’s own again',
    );
  },
};
