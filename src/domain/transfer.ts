/** Copies files to hosts (put) or from them (get). Local paths are absolute, remote ones as typed. */
export type Transfer = Put | Get | Undo;

export interface Put {
  readonly kind: 'put';
  /** Local files and folders; wildcards are expanded already. */
  readonly sources: readonly string[];
  /** A remote path. If it ends in `/`, or is an existing folder, the sources go into it; else it is the new name. */
  readonly destination: string;
  readonly options: TransferOptions;
}

export interface Get {
  readonly kind: 'get';
  /** Remote paths; `*`, `?` and `[…]` are expanded on the host. */
  readonly sources: readonly string[];
  /** A local folder; each host's files go into a subfolder with the host's name. */
  readonly destination: string;
  readonly options: TransferOptions;
}

/** Puts back what a put with `backup` has replaced. */
export interface Undo {
  readonly kind: 'undo';
  readonly put: Put;
}

export interface TransferOptions {
  /** Copies even what is already there unchanged. */
  readonly force?: true;
  /**
   * What to do with symbolic links; absent: they are skipped and named. `copy` recreates those that stay inside the
   * tree.
   */
  readonly links?: 'copy' | 'follow';
  /** Only reports what would be done. */
  readonly dryRun?: true;
  /** Writes as root, through sudo. */
  readonly sudo?: true;
  readonly owner?: string;
  readonly group?: string;
  /** Permission bits for the files that are put, e.g. 0o644; absent: those of the local file. */
  readonly mode?: number;
  /** Keeps a replaced file as `NAME.tutti-ID` beside the new one; this is the ID. */
  readonly backup?: string;
}

/** How far a transfer has come on one host. The totals grow while folders are still being read. */
export interface TransferProgress {
  readonly bytes: number;
  readonly totalBytes: number;
  readonly files: number;
  readonly totalFiles: number;
}

/** The result of a transfer on one host. */
export interface TransferFacts {
  /** Files written. */
  readonly transferred: number;
  /** Bytes in these files. */
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
