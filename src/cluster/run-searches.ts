import { type HostHits, mostHits } from '../domain/host-hits.ts';
import { searchPattern } from '../domain/search-pattern.ts';
import { messageOf } from '../domain/thrown.ts';
import type { HostOutput } from './host-output.ts';
import type { Event, Request } from './protocol.ts';
import { PartSearch, type RecordPart, searchRecord } from './record-search.ts';

type Asked = Extract<Request, { type: 'search' }>;

export interface RunSearchesOptions {
  put(event: Event): void;
  output(run: string, host: string): HostOutput | undefined;
}

/** Searches in the lines of runs: first those in memory, then those on disk, each record once. One at a time. */
export class RunSearches {
  readonly #options: RunSearchesOptions;
  #going = new AbortController();

  constructor(options: RunSearchesOptions) {
    this.#options = options;
  }

  /** Ends the one before. */
  async begin(asked: Asked): Promise<void> {
    this.#going.abort();
    this.#going = new AbortController();
    const { signal } = this.#going;
    const { put } = this.#options;
    const { search } = asked;
    try {
      const gone = await this.#search(asked, signal);
      put({ type: 'found', search, hits: [], done: true, ...(gone.length > 0 && { gone }) });
    } catch (error) {
      const failure = { kind: 'file', message: messageOf(error) } as const;
      put({ type: 'found', search, hits: [], done: true, failure });
    }
  }

  /** Settles with the hosts whose lines are not here. */
  async #search({ search, id, text, from }: Asked, signal: AbortSignal): Promise<string[]> {
    const gone: string[] = [];
    if (from.length === 0) return gone;
    const pattern = searchPattern(text);
    const most = mostHits(from.length);
    const parts: RecordPart[] = [];
    const hits: HostHits[] = [];
    const names = new Map<RecordPart, HostHits>();
    for (const [host, first] of from) {
      const output = this.#options.output(id, host);
      if (!output) {
        gone.push(host);
        continue;
      }
      const kept = { host, ...output.searchKept(first, pattern, most) };
      hits.push(kept);
      const part = output.partOnDisk(first);
      if (part) parts.push(part);
      if (part) names.set(part, kept);
    }
    this.#options.put({ type: 'found', search, hits });
    await Promise.all(from.map(([host]) => this.#options.output(id, host)?.flushed()));
    for (const [file, some] of byFile(parts)) {
      if (signal.aborted) return gone;
      const searches = new Map(
        some.map((part) => [part.index, new PartSearch(part, pattern, most)]),
      );
      const tell = () => {
        const found = some.flatMap((part): HostHits[] => {
          const taken = searches.get(part.index)?.search.taken();
          const { host = '', to = 0 } = names.get(part) ?? {};
          return taken && taken.count > 0 ? [{ host, to, ...taken }] : [];
        });
        if (found.length > 0 && !signal.aborted)
          this.#options.put({ type: 'found', search, hits: found });
      };
      const offset = Math.min(...some.map((part) => part.offset));
      await searchRecord(file, searches, offset, signal, tell);
      tell();
    }
    return gone;
  }
}

function byFile(parts: readonly RecordPart[]): Map<string, RecordPart[]> {
  const files = new Map<string, RecordPart[]>();
  for (const part of parts) files.set(part.file, [...(files.get(part.file) ?? []), part]);
  return files;
}
