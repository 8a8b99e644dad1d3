import type { Sink } from './sink.ts';

/** Where printed text goes, and how it should look there. */
export interface Outlet {
  readonly sink: Sink;
  /** Bytes are made safe for it; otherwise they stay exact. */
  readonly terminal: boolean;
  readonly color: boolean;
}

export interface Outlets {
  readonly out: Outlet;
  readonly err: Outlet;
}
