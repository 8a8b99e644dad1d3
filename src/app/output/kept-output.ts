import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { HostOutput, type OutputRecord } from '../../cluster/host-output.ts';
import type { HostNames } from '../../domain/mask.ts';
import { replayRecord } from '../../records/record-reader.ts';
import { Arrivals, inOneOrder } from '../../store/arrivals.ts';

/** The record files of a run, one per worker. */
export async function recordFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name.endsWith('.rec')).map((name) => path.join(folder, name));
}

export interface KeptOutput {
  readonly outputs: ReadonlyMap<string, HostOutput>;
  readonly arrivals: Arrivals;
}

/**
 * The recorded output of a run, host by host. It goes through the same steps as in a worker, so that it looks the same;
 * of a long output only the newest lines stay in memory, others are read when needed. Ends early with `signal`. @throws
 * when a file cannot be read
 */
export async function replayOutput(
  folder: string,
  namesOf: (host: string) => HostNames,
  signal: AbortSignal,
): Promise<KeptOutput> {
  const outputs = new Map<string, HostOutput>();
  const orders: Arrivals[] = [];
  for (const file of await recordFiles(folder)) {
    const kept = await replayFile(file, namesOf, signal);
    orders.push(kept.arrivals);
    for (const [host, output] of kept.outputs) outputs.set(host, output);
    if (signal.aborted) return { outputs, arrivals: inOneOrder(orders) };
  }
  const arrivals = inOneOrder(orders);
  for (const [host, output] of outputs) arrivals.add(host, output.lines, output.lines, 0);
  return { outputs, arrivals };
}

/** The same for one of its files. @throws when it cannot be read */
export async function replayFile(
  file: string,
  namesOf: (host: string) => HostNames,
  signal: AbortSignal,
): Promise<KeptOutput> {
  const outputs = new Map<string, HostOutput>();
  const arrivals = new Arrivals();
  const place = new ReplayedRecord(file);
  for await (const { host, hostIndex, stream, bytes, offset, time } of replayRecord(file)) {
    if (signal.aborted) return { outputs, arrivals };
    const output = outputs.get(host) ?? new HostOutput(host, namesOf(host), place);
    outputs.set(host, output);
    place.is(host, hostIndex, offset);
    output.take(stream, bytes);
    arrivals.add(host, output.lines, output.lines, time);
  }
  for (const output of outputs.values()) output.finish();
  return { outputs, arrivals };
}

/** Stands in for the record being written, while an existing one is read from its beginning. */
class ReplayedRecord implements OutputRecord {
  readonly file: string;
  readonly #hosts = new Map<string, number>();
  #offset = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Says whose the next chunk is, and where it stands. */
  is(host: string, index: number, offset: number): void {
    this.#hosts.set(host, index);
    this.#offset = offset;
  }

  append(): number {
    return this.#offset;
  }

  hostIndex(host: string): number | undefined {
    return this.#hosts.get(host);
  }

  flushed(): undefined {
    return undefined;
  }
}
