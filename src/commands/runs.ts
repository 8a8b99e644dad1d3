import { UsageError } from '../domain/failure.ts';
import { verdict } from '../domain/outcome.ts';
import type { Run } from '../domain/run.ts';
import type { Command } from './command.ts';

export const runs: Command = {
  name: 'runs',
  usage: 'runs [NUMBER]',
  summary: 'the runs so far, or a look at one of them',
  run(context, { words: [number] }) {
    if (number === undefined) {
      const lines = context.runs.map(line);
      context.show('runs', lines.length > 0 ? lines : ['nothing has run yet']);
      return;
    }
    const run = context.runs.find((each) => String(each.number) === number);
    if (!run) throw new UsageError(`no run ${number} – :runs lists them`);
    context.showRun(run.number);
  },
};

function line(run: Run): string {
  const verdicts = [...run.hostRuns.values()].map(({ outcome }) =>
    outcome ? verdict(outcome) : 'running',
  );
  const counts = ['ok', 'failed', 'lost', 'not-reached', 'running'].flatMap((kind) => {
    const count = verdicts.filter((each) => each === kind).length;
    return count > 0 ? [`${count} ${kind}`] : [];
  });
  const seconds =
    run.endedAt === undefined ? '' : `  ${((run.endedAt - run.startedAt) / 1000).toFixed(1)} s`;
  return `${String(run.number).padStart(4)}  ${run.command.split('\n', 1)[0]}  ${counts.join(', ')}${seconds}`;
}
