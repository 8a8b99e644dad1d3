import { fold } from '../domain/fold.ts';
import type { HostState } from '../domain/host.ts';
import type { Command } from './command.ts';

export const hosts: Command = {
  name: 'hosts',
  usage: 'hosts',
  summary: 'the hosts of the target and how they are connected',
  run(context) {
    const byState = new Map<string, string[]>();
    for (const host of context.target.hosts) {
      const words = wording(context.hostState(host));
      const same = byState.get(words);
      if (same) same.push(host);
      else byState.set(words, [host]);
    }
    const lines = [...byState].map(
      ([words, names]) => `${fold(names)} (${names.length}): ${words}`,
    );
    context.show(
      'hosts',
      lines.length > 0 ? lines : ['nothing is selected – type @ and press Tab'],
    );
  },
};

function wording(state: HostState): string {
  switch (state.kind) {
    case 'off':
      return 'not connected';
    case 'connecting':
    case 'starting':
      return state.kind;
    case 'ready':
      return `up, ${state.shell.kind}${state.shell.version && ` ${state.shell.version}`}`;
    case 'suspect':
      return 'no sign of life for a while';
    case 'retrying':
      return `down, tried again soon: ${state.failure.message}`;
    case 'failed':
      return `down: ${state.failure.message}`;
    default:
      return state satisfies never;
  }
}
