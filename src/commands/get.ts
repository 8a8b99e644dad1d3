import { splitWords } from '../shell/split-words.ts';
import type { Command } from './command.ts';

export const get: Command = {
  name: 'get',
  usage: 'get REMOTE… LOCAL',
  summary: 'copy files and folders of the hosts to LOCAL/HOST/',
  takes: [{ kind: 'transfer', of: 'get' }],
  run(context, { text }) {
    context.transfer('get', splitWords(text));
  },
};
