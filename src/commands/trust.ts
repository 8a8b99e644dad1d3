import type { Command } from './command.ts';

export const trust: Command = {
  name: 'trust',
  usage: 'trust',
  summary: 'unknown host keys: compare, accept or skip them',
  run: (context) => context.trust(),
};
