import { UsageError } from '../../domain/failure.ts';
import { messageOf } from '../../domain/thrown.ts';
import type { Store } from '../../store/store.ts';
import { shownRun } from '../../ui/scene.ts';
import type { EarlierRuns } from './earlier-runs.ts';
import { type RunToExport, writeExport } from './export-run.ts';
import type { RunRecords } from './run-records.ts';

/** The run that is looked at, of today or of an earlier day. @throws UsageError where there is none */
export function runToExport(store: Store, records: RunRecords, earlier: EarlierRuns): RunToExport {
  const run = shownRun(store.state());
  if (!run) throw new UsageError('nothing has run yet – :runs lists the runs of earlier days');
  const { kept } = earlier;
  return kept ?? { run, ...records.kept(run) };
}

/** Meanwhile the prompt stays usable; the result is reported under it. */
export async function exportInBackground(
  store: Store,
  format: string,
  run: RunToExport,
  file: string | undefined,
): Promise<void> {
  const writing = `writing run ${run.run.number} as ${format} …`;
  store.act({ type: 'notice', notice: { kind: 'info', text: writing } });
  try {
    const text = await writeExport(format, run, file);
    store.act({ type: 'notice', notice: { kind: 'info', text } });
  } catch (error) {
    const text = `run ${run.run.number} is not exported: ${messageOf(error)}`;
    store.act({ type: 'notice', notice: { kind: 'error', text } });
  }
}
