import { stat } from 'node:fs/promises';
import type { HostOutput } from '../../cluster/host-output.ts';
import type { HostNames } from '../../domain/mask.ts';
import { recordFiles, replayFile } from './kept-output.ts';

type Outputs = ReadonlyMap<string, HostOutput>;

/** What is on disk of one run's output, read when it is asked for. */
export class RecordedRun {
  readonly #folder: string;
  readonly #namesOf: (host: string) => HostNames;
  /** By file, with its size when it was read. */
  readonly #files = new Map<
    string,
    { readonly size: number; readonly outputs: Promise<Outputs> }
  >();
  /** By host, the file its output is in. */
  readonly #places = new Map<string, string>();

  constructor(folder: string, namesOf: (host: string) => HostNames) {
    this.#folder = folder;
    this.#namesOf = namesOf;
  }

  /** Undefined if nothing of the host was recorded. @throws when it cannot be read */
  async output(host: string): Promise<HostOutput | undefined> {
    // Other workers may still be writing to their files, which are read again only while it is not known where this
    // host's output is.
    const known = this.#places.get(host);
    for (const file of known === undefined ? await recordFiles(this.#folder) : [known]) {
      const output = (await this.#replayed(file)).get(host);
      if (output) return output;
    }
    return undefined;
  }

  async #replayed(file: string): Promise<Outputs> {
    const { size } = await stat(file);
    const known = this.#files.get(file);
    if (known?.size === size) return known.outputs;
    const outputs = this.#replay(file);
    this.#files.set(file, { size, outputs });
    return outputs;
  }

  /** Places in the file stay in memory, the lines do not. */
  async #replay(file: string): Promise<Outputs> {
    const { outputs } = await replayFile(file, this.#namesOf, never);
    for (const [host, output] of outputs) {
      output.forget();
      this.#places.set(host, file);
    }
    return outputs;
  }
}

const never = new AbortController().signal;
