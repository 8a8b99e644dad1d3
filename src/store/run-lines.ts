import type { Line } from '../domain/run.ts';

/** The loaded lines of a host run; the others are with the worker. Positions never shift. */
export interface RunLines {
  /** How many whole lines there are, loaded or not. */
  readonly total: number;
  /** The line without an end so far. */
  readonly open: Line | undefined;
  /** Line `index`, counted from 0; undefined: it must be read first, or was forgotten. */
  line(index: number): Line | undefined;
  /**
   * The lines from `index` up to this one (exclusive) are gone for good; `index` itself means that they can be read.
   */
  lostUntil?(index: number): number;
}
