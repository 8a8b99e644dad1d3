import type { Command } from './command.ts';

export const reload: Command = {
  name: 'reload',
  usage: 'reload',
  summary: 'read the inventory again; what is unchanged in it stays connected',
  run(context) {
    context.reload();
  },
};
