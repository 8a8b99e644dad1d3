import type { Cluster } from '../../cluster/cluster.ts';
import type { HostOutput } from '../../cluster/host-output.ts';
import type { Stretch } from '../../cluster/pool-reads.ts';
import type { HostNames } from '../../domain/mask.ts';
import { messageOf } from '../../domain/thrown.ts';
import { RecordedRun } from './recorded-run.ts';

export interface RecordedLinesOptions {
  readonly cluster: Pick<Cluster, 'read'>;
  /** Where a run's records are; undefined if it has none. */
  folderOf(run: string): string | undefined;
  namesOf(host: string): HostNames;
}

/** How many runs stay indexed; panes show several at once. */
const mostRuns = 8;

/**
 * Lines of this session's runs: from their workers, or from the record if the worker has died or has let go of the run.
 */
export class RecordedLines {
  readonly #options: RecordedLinesOptions;
  /** In the order of use, the latest last. */
  readonly #runs = new Map<string, RecordedRun>();

  constructor(options: RecordedLinesOptions) {
    this.#options = options;
  }

  /** Never rejects; if it cannot be read the answer holds a `failure`. */
  async read(run: string, host: string, from: number, count: number): Promise<Stretch> {
    const stretch = await this.#options.cluster.read(run, host, from, count);
    if (stretch.failure?.kind !== 'worker') return stretch;
    try {
      const output = await this.#recorded(run)?.output(host);
      if (!output) throw new Error('it is not kept any more (record: false)');
      return await output.read(from, count);
    } catch (error) {
      const failure = { kind: 'file', message: messageOf(error) } as const;
      return { from, lines: [], failure };
    }
  }

  /** What is recorded of these hosts. @throws when it cannot be read */
  async outputs(run: string, hosts: readonly string[]): Promise<ReadonlyMap<string, HostOutput>> {
    const recorded = this.#recorded(run);
    const outputs = new Map<string, HostOutput>();
    for (const host of hosts) {
      const output = await recorded?.output(host);
      if (output) outputs.set(host, output);
    }
    return outputs;
  }

  #recorded(run: string): RecordedRun | undefined {
    const folder = this.#options.folderOf(run);
    if (folder === undefined) return undefined;
    const recorded = this.#runs.get(run) ?? new RecordedRun(folder, this.#options.namesOf);
    this.#runs.delete(run);
    this.#runs.set(run, recorded);
    for (const oldest of this.#runs.keys())
      if (this.#runs.size > mostRuns) this.#runs.delete(oldest);
    return recorded;
  }
}
