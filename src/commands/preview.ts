import { UsageError } from '../domain/failure.ts';
import type { Command } from './command.ts';

export const preview: Command = {
  name: 'preview',
  usage: 'preview CMD',
  summary: 'what a line with %{host}, %{index} or %{NAME} would be on each host; nothing runs',
  takes: [{ kind: 'line' }],
  run(context, { text }) {
    if (text === '')
      throw new UsageError('no command – write :preview CMD, e.g. :preview echo %{host}');
    const lines = [...context.preview(text)].map(([host, line]) => `${host}  ${line}`);
    if (lines.length === 0)
      throw new UsageError('no hosts are selected – type @ and press Tab to choose');
    context.show('preview', lines);
  },
};
