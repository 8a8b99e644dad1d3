import { parseRoll } from '../shell/parse-roll.ts';
import type { Command } from './command.ts';

export const roll: Command = {
  name: 'roll',
  usage: 'roll [BATCHES [check="CMD"] [pause=ask|no|TIME] [down=skip] CMD]',
  summary: 'a line batch by batch, e.g. 1,25%,rest: the next only after the one before is well',
  run(context, { text }) {
    if (text === '') context.showRoll();
    else context.roll(parseRoll(text));
  },
};
