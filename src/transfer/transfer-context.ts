import type { Debug } from '../domain/debug.ts';
import type { TransferFacts, TransferProgress } from '../domain/transfer.ts';
import type { Connection } from '../transport/channel.ts';
import type { LocalFiles } from './local-files.ts';

/** What a transfer needs to know of the host it goes to or comes from, and how it tells what it does. */
export interface TransferContext {
  readonly host: string;
  readonly connection: Pick<Connection, 'exec' | 'subsystem'>;
  /** The shell's working directory, where relative remote paths begin; absent: where a login starts. */
  readonly cwd?: string;
  /** A program that asks the operator for sudo's password; absent: sudo needs none. Rejects where there can be none. */
  askpass?(): Promise<string>;
  /** Aborted by the operator or a time limit: stop, tidy up, reject with the signal's reason. */
  readonly signal: AbortSignal;
  /** Shared by all hosts of this transfer that one worker serves. */
  readonly files: LocalFiles;
  /** What became of one file, one line, safe to show, equal on all hosts where the same happened. */
  say(text: string): void;
  /** The same for what went wrong or was left out. */
  warn(text: string): void;
  /** `facts`: what has become of the files so far, for a transfer that does not come to its end. */
  progress(progress: TransferProgress, facts: TransferFacts): void;
  /** While there is a debug log. */
  readonly debug?: Debug | undefined;
}
