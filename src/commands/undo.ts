import { UsageError } from '../domain/failure.ts';
import { fold } from '../domain/fold.ts';
import type { Run } from '../domain/run.ts';
import type { Put } from '../domain/transfer.ts';
import type { Command } from './command.ts';

export const undo: Command = {
  name: 'undo',
  usage: 'undo [NUMBER]',
  summary: 'put back the files that a :put --backup has replaced',
  takes: [{ kind: 'run', fits: ({ transfer }) => putWithBackup(transfer) !== undefined }],
  run(context, { words: [number] }) {
    const { run, put } = backedUp(context.runs, number);
    context.repeat(
      { ...run, command: `:undo ${run.number}`, transfer: { kind: 'undo', put } },
      run.hosts,
    );
    context.say(`putting back what run ${run.number} replaced on ${fold(run.hosts)}`);
  },
};

/** The run with this number, or the newest that kept what it replaced. */
function backedUp(
  runs: readonly Run[],
  number: string | undefined,
): { readonly run: Run; readonly put: Put } {
  const asked = number === undefined ? runs : runs.filter((run) => String(run.number) === number);
  const found = asked.findLast(({ transfer }) => putWithBackup(transfer));
  const put = putWithBackup(found?.transfer);
  if (found && put) return { run: found, put };
  if (number !== undefined && asked.length === 0)
    throw new UsageError(`no run ${number} – :runs lists them`);
  const which = number === undefined ? 'no run has kept' : `run ${number} has kept nothing of`;
  throw new UsageError(
    `${which} what it replaced – :put --backup LOCAL REMOTE does, and :undo then puts it back`,
  );
}

const putWithBackup = (transfer: Run['transfer']): Put | undefined =>
  transfer?.kind === 'put' && transfer.options.backup !== undefined ? transfer : undefined;
