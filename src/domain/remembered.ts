import type { ShellFacts } from './host.ts';

/**
 * What of a host outlives its connection, and the worker that had it: plain data. Holds secrets – exported variables –
 * and so stays in memory and is never told.
 */
export interface Remembered {
  /** The last directory a shell told (latin1). */
  readonly cwd?: string;
  readonly snapshot?: Snapshot;
  /** The shell that is there now: what could be found again of the line in it, if that was lost. */
  readonly shell?: Orphan;
  /** Lost while a line ran; looked for when the host is back. */
  readonly orphan?: Orphan;
  /** The startup files broke the start. */
  readonly withoutFiles?: true;
}

/** What is different now; `null`: there is none any more. */
export type RememberedNews = { readonly [Key in keyof Remembered]?: Remembered[Key] | null };

export function withNews(before: Remembered, news: RememberedNews): Remembered {
  const all = Object.entries({ ...before, ...news });
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

/** What of a shell's state can be had again in a new one. */
export type ShellPart = 'exports' | 'umask' | 'aliases' | 'options' | 'functions';

/** What a shell would need to be as it was. */
export interface Snapshot {
  readonly kind: ShellFacts['kind'];
  /** As the shell lists them (latin1). */
  readonly parts: Readonly<Partial<Record<ShellPart, string>>>;
  readonly bytes: number;
}

/** A shell that was lost while a line ran: it may still wait for that line. */
export interface Orphan {
  readonly pid: number;
  readonly pgid: number;
  /** With it the process id is no other process's (proc(5), field 22 of stat). */
  readonly startTime: number;
  /** Uptime before the line, s, and the jobs from before it: they are not the line's. */
  readonly since?: number;
  readonly jobs: readonly number[];
}
