/** Files to hosts (put) or from them (get). Local paths are absolute, remote ones as typed. */
export type Transfer = Put | Get | Undo;

export interface Put {
  readonly kind: 'put';
  /** Local files and folders; wildcards are expanded already. */
  readonly sources: readonly string[];
  /** Remote. Ending in `/`, or a folder that is there: into it, else this is the new name. */
  readonly destination: string;
  readonly options: TransferOptions;
}

export interface Get {
  readonly kind: 'get';
  /** Remote; `*`, `?` and `[…]` are expanded on the host. */
  readonly sources: readonly string[];
  /** A local folder; each host's files come into a folder of its name in it. */
  readonly destination: string;
  readonly options: TransferOptions;
}

/** Puts back what a put with `backup` has replaced. */
export interface Undo {
  readonly kind: 'undo';
  readonly put: Put;
}

export interface TransferOptions {
  /** Copy also what is there already, unchanged. */
  readonly force?: true;
  /** Symbolic links; absent: skipped and named. `copy` makes them anew where they stay inside the tree. */
  readonly links?: 'copy' | 'follow';
  /** Only say what would be done. */
  readonly dryRun?: true;
  /** Write as root, through sudo. */
  readonly sudo?: true;
  readonly owner?: string;
  readonly group?: string;
  /** Permission bits of the files put, e.g. 0o644; absent: those of the local file. */
  readonly mode?: number;
  /** Keep the file that is replaced, as `NAME.tutti-ID` beside it; this is the ID. */
  readonly backup?: string;
}

/** How far a transfer has come on one host. The totals grow while folders are still being read. */
export interface TransferProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
}

/** What became of the files of one host. */
export interface TransferFacts {
  /** Files written. */
  readonly transferred: number;
  /** Bytes in them. */
  readonly bytes: number;
  readonly unchanged: number;
  /** Links, devices and the like that are named and left out. */
  readonly skipped: number;
  readonly failed: number;
}

export const noTransfer: TransferFacts = {
  transferred: 0,
  bytes: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
};
