import { splitWords } from '../shell/split-words.ts';
import type { Command } from './command.ts';

export const put: Command = {
  name: 'put',
  usage: 'put LOCAL… REMOTE',
  summary: 'copy files and folders of this machine to the hosts',
  takes: [{ kind: 'transfer', of: 'put' }],
  run(context, { text }) {
    context.transfer('put', splitWords(text));
  },
};
