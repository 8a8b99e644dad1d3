import { UsageError } from '../domain/failure.ts';
import { quoted } from '../domain/quoted.ts';
import type { Command } from './command.ts';

const formats: Readonly<Record<string, string>> = {
  json: 'exact, to the byte',
  csv: 'a row for each host',
  html: 'one file to look at',
  txt: 'what the hosts said',
};

export const exportRun: Command = {
  name: 'export',
  usage: 'export json|csv|html|txt [FILE]',
  summary: 'write the run that is looked at to a new file of this machine',
  takes: [{ kind: 'word', words: formats }, { kind: 'new-file' }],
  run(context, { text, words: [format = ''] }) {
    if (!Object.hasOwn(formats, format)) {
      const what = format === '' ? 'no format' : `no format ${quoted(format)}`;
      throw new UsageError(`${what} – write :export json, csv, html or txt, and a file`);
    }
    const file = text.slice(format.length).trim();
    context.exportRun(format, file === '' ? undefined : file);
  },
};
