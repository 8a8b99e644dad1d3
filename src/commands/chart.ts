import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

export const chart: Command = {
  name: 'chart',
  usage: 'chart [N]',
  summary: 'one number of each host as a bar: the last it said, or the Nth',
  run(context, { text }) {
    if (text !== '' && !/^[1-9]\d{0,3}$/.test(text)) {
      throw new UsageError(`${quoted(text)} is no number of a number – write :chart or :chart 2`);
    }
    context.chart(text === '' ? undefined : Number(text));
  },
};
