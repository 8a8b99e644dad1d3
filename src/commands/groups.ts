import { fold } from '../domain/fold.ts';
import type { Command } from './command.ts';

export const groups: Command = {
  name: 'groups',
  usage: 'groups',
  summary: 'the groups of the inventory and their hosts',
  run(context) {
    const lines = [...context.groups].map(
      ([name, hosts]) => `@${name} (${hosts.length}): ${fold(hosts)}`,
    );
    context.show('groups', lines.length > 0 ? lines : ['the inventory has no groups']);
  },
};
