import { secondsOf } from '../shell/seconds.ts';
import type { Command } from './command.ts';

export const timeout: Command = {
  name: 'timeout',
  usage: 'timeout [TIME] [CMD]',
  summary: 'interrupt lines, or this one, after a time: 30, 5m, 1h; off ends that',
  takes: [
    { kind: 'word', words: { '30': 'seconds', '5m': '', '1h': '', off: 'no limit' } },
    { kind: 'line' },
  ],
  run(context, { text }) {
    const end = text.search(/\s|$/);
    const word = text.slice(0, end);
    const command = text.slice(end).trim();
    if (word === '') {
      const { timeLimit } = context;
      const now =
        timeLimit === undefined ? 'lines have no time limit' : `lines end after ${timeLimit} s`;
      context.say(`${now} – write :timeout 30, or :timeout 30 CMD for one line, or :timeout off`);
      return;
    }
    const seconds =
      word === 'off' ? undefined : secondsOf(word, ':timeout 30, :timeout 5m or :timeout off');
    if (command === '') context.setTimeLimit(seconds);
    else context.run(command, undefined, seconds ?? 'none');
  },
};
