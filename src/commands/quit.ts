import type { Command } from './command.ts';

export const quit: Command = {
  name: 'quit',
  usage: 'quit',
  summary: 'hang up everywhere and leave',
  run: (context) => context.quit(),
};
