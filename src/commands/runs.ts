import { UsageError } from '../domain/failure.ts';
import type { Command } from './command.ts';

export const runs: Command = {
  name: 'runs',
  usage: 'runs [NUMBER|WORDS]',
  summary: 'the runs of this and of earlier days, to search and to look at; or one of this session',
  takes: [{ kind: 'run' }],
  run(context, { text }) {
    const run = context.runs.find((each) => String(each.number) === text);
    if (run) context.showRun(run.number);
    else if (/^\d+$/.test(text)) {
      throw new UsageError(`no run ${text} in this session – :runs lists all that are kept`);
    } else context.listRuns(text);
  },
};
