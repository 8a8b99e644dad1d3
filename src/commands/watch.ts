import { UsageError } from '../domain/failure.ts';
import { secondsOf } from '../shell/seconds.ts';
import type { Command } from './command.ts';

const instead = ':watch 2s uptime, or :watch off';

/** As of watch(1): more often is only load, s. */
const shortest = 0.1;

export const watch: Command = {
  name: 'watch',
  usage: 'watch [TIME CMD]',
  summary: 'repeat a line and show what changes; Ctrl-C, another line or off ends it',
  takes: [
    { kind: 'word', words: { '2s': '', '10s': '', '1m': '', off: 'ends it' } },
    { kind: 'line' },
  ],
  run(context, { text }) {
    const end = text.search(/\s|$/);
    const word = text.slice(0, end);
    const command = text.slice(end).trim();
    if (word === '' || word === 'off') {
      context.watch(undefined);
      return;
    }
    const every = secondsOf(word, instead);
    if (every < shortest) {
      throw new UsageError(`${word} is too short – write ${shortest}s or more: ${instead}`);
    }
    if (command === '') throw new UsageError(`nothing to repeat – write ${instead}`);
    context.watch({ command, every });
  },
};
