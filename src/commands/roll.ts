import { parseRoll } from '../shell/parse-roll.ts';
import type { Command } from './command.ts';

export const roll: Command = {
  name: 'roll',
  usage: 'roll [BATCHES [check="CMD"] [pause=ask|no|TIME] [down=skip] CMD]',
  summary: 'a line batch by batch, e.g. 1,25%,rest: the next only after the one before is well',
  takes: [
    {
      kind: 'word',
      words: { '1,25%,rest': 'one, a quarter, the others', '1,rest': '', '10%': '' },
    },
    {
      kind: 'settings',
      settings: {
        check: { summary: 'a line that proves a host well', value: 'line' },
        pause: {
          summary: 'between batches',
          value: { ask: 'until you say so', no: 'none', '30s': '', '5m': '' },
        },
        down: {
          summary: 'hosts that are down',
          value: { skip: 'are left out', stop: 'keep it from starting' },
        },
      },
    },
    { kind: 'line' },
  ],
  run(context, { text }) {
    if (text === '') context.showRoll();
    else context.roll(parseRoll(text));
  },
};
