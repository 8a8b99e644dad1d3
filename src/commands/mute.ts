import type { Command } from './command.ts';

export const mute: Command = {
  name: 'mute',
  usage: 'mute [TARGET]',
  summary: 'stream: not the lines of these hosts; without a target all',
  takes: [{ kind: 'target' }],
  run(context, { text }) {
    if (text === '') context.unmuteAll();
    else context.mute(text);
  },
};
