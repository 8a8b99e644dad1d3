import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

const units = { s: 1, m: 60, h: 3600 } as const;
/** setTimeout takes no more, s. */
const longest = 2_147_483;

export const timeout: Command = {
  name: 'timeout',
  usage: 'timeout [TIME] [CMD]',
  summary: 'interrupt lines, or this one, after a time: 30, 5m, 1h; off ends that',
  run(context, { text }) {
    const end = text.search(/\s|$/);
    const word = text.slice(0, end);
    const command = text.slice(end).trim();
    if (word === '') {
      const { timeLimit } = context;
      const now =
        timeLimit === undefined ? 'lines have no time limit' : `lines end after ${timeLimit} s`;
      context.say(`${now} – write :timeout 30, or :timeout 30 CMD for one line, or :timeout off`);
      return;
    }
    const seconds = word === 'off' ? undefined : secondsOf(word);
    if (command === '') context.setTimeLimit(seconds);
    else context.run(command, undefined, seconds ?? 'none');
  },
};

function secondsOf(word: string): number {
  const [, digits = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(word) ?? [];
  const seconds = Number(digits) * units[(unit || 's') as keyof typeof units];
  if (digits === '' || seconds === 0) {
    throw new UsageError(
      `no time: ${quoted(word)} – write :timeout 30, :timeout 5m or :timeout off`,
    );
  }
  if (seconds > longest)
    throw new UsageError(`${word} is too long – write :timeout off for no limit`);
  return seconds;
}
