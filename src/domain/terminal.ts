/** Size in cells. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalKind extends TerminalSize {
  /** The remote TERM, e.g. `xterm-256color`. */
  readonly term: string;
}
