import type { Command } from './command.ts';

export const help: Command = {
  name: 'help',
  usage: 'help',
  summary: 'the keys and the built-ins',
  run: (context) => context.help(),
};
