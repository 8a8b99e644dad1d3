import type { Line } from '../domain/run.ts';

/** The lines of one host run that are here; the others are with the worker. Positions never shift. */
export interface RunLines {
  /** Whole lines there are, here or not. */
  readonly total: number;
  /** The line that has no end yet. */
  readonly open: Line | undefined;
  /** Line `index`, counted from 0; undefined: it must be read first, or was forgotten. */
  line(index: number): Line | undefined;
  /** Lines from `index` to before this one are neither here nor anywhere else any more; `index`: it may be read. */
  lostUntil?(index: number): number;
}
