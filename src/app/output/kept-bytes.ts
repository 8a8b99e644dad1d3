import { fold } from '../../domain/fold.ts';
import type { Run } from '../../domain/run.ts';
import { HostBytes } from '../../records/host-bytes.ts';
import { recordFiles } from './kept-output.ts';

/** What is on disk of the output of a run. */
export interface KeptBytes {
  readonly bytes: HostBytes;
  /** These hosts have said more than was kept: the disk has refused it, or it was damaged. */
  readonly incomplete: ReadonlySet<string>;
}

/**
 * The output of these hosts. A worker tells the end of a line a moment before its last bytes are on the disk: for these it is
 * waited. `folder`: where the run's records are.
 */
export async function keptBytes(
  folder: string | undefined,
  run: Run,
  hosts: readonly string[],
): Promise<KeptBytes> {
  const patience = AbortSignal.timeout(mostMs);
  for (;;) {
    const files = folder === undefined ? [] : await recordFiles(folder).catch(() => []);
    const bytes = new HostBytes(files);
    const incomplete = await lacking(bytes, run, hosts);
    if (incomplete.size === 0 || patience.aborted) return { bytes, incomplete };
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** For the end of a sentence; empty when nothing lacks. */
export const whatLacks = (incomplete: ReadonlySet<string>): string =>
  incomplete.size === 0 ? '' : ` – not all that ${fold([...incomplete])} said was kept`;

const mostMs = 1000;
const pauseMs = 50;

async function lacking(bytes: HostBytes, run: Run, hosts: readonly string[]): Promise<Set<string>> {
  const incomplete = new Set<string>();
  for (const host of hosts) {
    const hostRun = run.hostRuns.get(host);
    if (hostRun?.outcome && (await bytes.sizeOf(host)) < hostRun.output.bytes) incomplete.add(host);
  }
  return incomplete;
}
