import type { Command } from './command.ts';

export const forget: Command = {
  name: 'forget',
  usage: 'forget',
  summary: 'forget the sudo passwords that were typed',
  run(context) {
    const known = context.forgetSudo();
    context.say(
      known === 0 ? 'no sudo password was known' : 'forgotten – the next sudo asks again',
    );
  },
};
