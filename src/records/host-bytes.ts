import type { Stream } from '../domain/run.ts';
import { replayRecord } from './record-reader.ts';

export interface HostChunk {
  readonly stream: Stream;
  readonly bytes: Uint8Array;
}

/** How much is kept in memory; what a host printed beyond that is read for it alone. */
const mostBytes = 32 * 1024 * 1024;

/** The recorded bytes of a run, host after host although they arrived interleaved; memory stays bounded. */
export class HostBytes {
  readonly #files: readonly string[];
  readonly #most: number;
  #sizes: Map<string, number> | undefined;
  #here = new Map<string, HostChunk[]>();

  constructor(files: readonly string[], most = mostBytes) {
    this.#files = files;
    this.#most = most;
  }

  /** The chunks in order of arrival; each is valid until the next is asked for. @throws when a file cannot be read */
  async *of(host: string): AsyncGenerator<HostChunk> {
    this.#sizes ??= await this.#measure();
    const size = this.#sizes.get(host) ?? 0;
    if (size === 0) return;
    if (size > this.#most) {
      for await (const chunk of this.#all()) if (chunk.host === host) yield chunk;
      return;
    }
    if (!this.#here.has(host)) await this.#fetch(host);
    yield* this.#here.get(host) ?? [];
  }

  /** How many bytes there are. @throws when a file cannot be read */
  async sizeOf(host: string): Promise<number> {
    this.#sizes ??= await this.#measure();
    return this.#sizes.get(host) ?? 0;
  }

  /** Reads this host and as many of the next ones as there is room for, in one pass through the files. */
  async #fetch(host: string): Promise<void> {
    const sizes = [...(this.#sizes ?? [])];
    const wanted = new Map<string, HostChunk[]>();
    let room = this.#most;
    for (const [name, size] of sizes.slice(sizes.findIndex(([name]) => name === host))) {
      if (size > room) continue;
      room -= size;
      wanted.set(name, []);
    }
    this.#here = wanted;
    for await (const { host, stream, bytes } of this.#all()) {
      wanted.get(host)?.push({ stream, bytes: Uint8Array.from(bytes) });
    }
  }

  async #measure(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for await (const { host, bytes } of this.#all()) {
      sizes.set(host, (sizes.get(host) ?? 0) + bytes.length);
    }
    return new Map([...sizes].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  async *#all() {
    for (const file of this.#files) yield* replayRecord(file);
  }
}
