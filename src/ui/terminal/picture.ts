import type { TerminalSize } from '../../domain/terminal.ts';

/** What is seen of a remote program's terminal. */
export interface TerminalPicture {
  readonly size: TerminalSize;
  /** As many as `size` says, each as wide as it says. */
  rows(): string[];
  /** Absent: the program hides it. */
  cursor(): { readonly x: number; readonly y: number } | undefined;
}
