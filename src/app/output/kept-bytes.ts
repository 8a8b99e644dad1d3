import { fold } from '../../domain/fold.ts';
import type { Run } from '../../domain/run.ts';
import { HostBytes } from '../../records/host-bytes.ts';
import { recordFiles } from './kept-output.ts';

/** The output of a run, as far as it is on disk. */
export interface KeptBytes {
  readonly bytes: HostBytes;
  /** Hosts that sent more than was kept: the disk was full, or the record is damaged. */
  readonly incomplete: ReadonlySet<string>;
}

/**
 * The output of these hosts, from the run's `folder`. A worker reports the end of a line a moment before its last bytes
 * are on disk; these are waited for.
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

/** The end of a sentence; empty when nothing is missing. */
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
