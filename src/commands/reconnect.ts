import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import type { Command } from './command.ts';

export const reconnect: Command = {
  name: 'reconnect',
  usage: 'reconnect',
  summary: 'try the hosts that are down now, without waiting',
  run(context) {
    const down = context.target.hosts.filter((host) => {
      const { kind } = context.hostState(host);
      return kind === 'retrying' || kind === 'failed' || kind === 'off';
    });
    if (down.length === 0) throw new UsageError('every host of the target is up or coming');
    context.reconnect(down);
    context.say(`connecting ${fold(down)}`);
  },
};
