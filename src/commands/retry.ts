import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import { verdict } from '../domain/outcome.ts';
import type { Run } from '../domain/run.ts';
import type { Command } from './command.ts';

export const retry: Command = {
  name: 'retry',
  usage: 'retry [NUMBER]',
  summary: 'repeat a run on the hosts that failed or were not reached',
  takes: [{ kind: 'run', fits: (run) => unfinished(run).length > 0 }],
  run(context, { words: [number] }) {
    const run =
      number === undefined
        ? context.runs.at(-1)
        : context.runs.find((each) => String(each.number) === number);
    if (!run)
      throw new UsageError(
        number === undefined ? 'nothing has run yet' : `no run ${number} – :runs lists them`,
      );
    const hosts = unfinished(run);
    if (hosts.length === 0)
      throw new UsageError(`run ${run.number} has nothing to repeat: no host failed or was missed`);
    context.repeat(run, hosts);
    context.say(`repeating run ${run.number} on ${fold(hosts)}`);
  },
};

/** A lost host may have run the line: it is repeated by typing it, not by itself. */
const unfinished = (run: Run): string[] =>
  [...run.hostRuns.values()].flatMap(({ host, outcome }) => {
    const kind = outcome && verdict(outcome);
    return kind === 'failed' || kind === 'not-reached' ? [host] : [];
  });
