import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

const formats = ['json', 'csv', 'html', 'txt'];

export const exportRun: Command = {
  name: 'export',
  usage: 'export json|csv|html|txt [FILE]',
  summary: 'write the run that is looked at to a new file of this machine',
  run(context, { text, words: [format = ''] }) {
    if (!formats.includes(format)) {
      const what = format === '' ? 'no format' : `no format ${quoted(format)}`;
      throw new UsageError(`${what} – write :export json, csv, html or txt, and a file`);
    }
    const file = text.slice(format.length).trim();
    context.exportRun(format, file === '' ? undefined : file);
  },
};
