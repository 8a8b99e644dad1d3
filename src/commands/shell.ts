import type { Command } from './command.ts';

export const shell: Command = {
  name: 'shell',
  usage: 'shell [HOST] [COMMAND]',
  summary: 'a real terminal on one host; Ctrl-] comes back',
  takes: [{ kind: 'target', only: 'host' }, { kind: 'line' }],
  run(context, { text }) {
    const end = text.search(/\s|$/);
    context.terminal(text.slice(0, end) || undefined, text.slice(end).trim() || undefined);
  },
};
