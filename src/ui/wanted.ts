/** Lines of a host run that a view shows and that are not here. */
export interface Stretch {
  readonly run: string;
  readonly host: string;
  readonly from: number;
  readonly count: number;
}

/** Collects the lines that were missed while a frame was laid out, as one stretch for each host run. */
export interface Wanted {
  miss(run: string, host: string, line: number): void;
  /** Lines missed so far. */
  readonly size: number;
  stretches(): readonly Stretch[];
}

export function createWanted(): Wanted {
  const ranges = new Map<string, { run: string; host: string; from: number; to: number }>();
  let size = 0;
  return {
    get size() {
      return size;
    },
    miss(run, host, line) {
      size += 1;
      const key = `${run} ${host}`;
      const range = ranges.get(key);
      if (!range) ranges.set(key, { run, host, from: line, to: line });
      else {
        range.from = Math.min(range.from, line);
        range.to = Math.max(range.to, line);
      }
    },
    stretches: () =>
      [...ranges.values()].map(({ run, host, from, to }) => ({
        run,
        host,
        from,
        count: to - from + 1,
      })),
  };
}
