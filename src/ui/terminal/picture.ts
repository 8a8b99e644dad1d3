import type { TerminalSize } from '../../domain/terminal.ts';

/** What a remote program's terminal shows. */
export interface TerminalPicture {
  readonly size: TerminalSize;
  /** Exactly as many rows as `size` says, each exactly as wide. */
  rows(): string[];
  /** Undefined if the program hides it. */
  cursor(): { readonly x: number; readonly y: number } | undefined;
}
