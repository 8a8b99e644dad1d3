import { isDeepStrictEqual } from 'node:util';
import { type Remembered, type RememberedNews, withNews } from '../domain/remembered.ts';

/** Keeps what outlives a connection, and tells what changes of it: of what stays as it was nothing is told. */
export class HostMemory {
  readonly #tell: (news: RememberedNews) => void;
  #all: Remembered;
  /** Of this host somebody may know older things. */
  #unknown: boolean;

  /** `before`: what the host's worker before remembered, known to who is told. */
  constructor(tell: (news: RememberedNews) => void, before?: Remembered) {
    this.#tell = tell;
    this.#all = before ?? {};
    this.#unknown = before === undefined;
  }

  get all(): Remembered {
    return this.#all;
  }

  change(news: RememberedNews): void {
    const fresh = Object.fromEntries(
      Object.entries(news).filter(
        ([name, value]) =>
          !isDeepStrictEqual(value ?? undefined, this.#all[name as keyof Remembered]),
      ),
    );
    if (Object.keys(fresh).length === 0) return;
    this.#all = withNews(this.#all, fresh);
    this.#tell(this.#unknown ? { ...nothing, ...fresh } : fresh);
    this.#unknown = false;
  }
}

const nothing: Required<RememberedNews> = {
  cwd: null,
  snapshot: null,
  shell: null,
  orphan: null,
  withoutFiles: null,
};
