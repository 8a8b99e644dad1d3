import type { Outcome } from '../domain/outcome.ts';
import type { Run, Stream } from '../domain/run.ts';
import type { TransferFacts, TransferProgress } from '../domain/transfer.ts';

/** What stands in the screen's place. Everything about a run comes between its start and its end. */
export interface Printer {
  /** `hosts` are all of the target's, also those that are not reached. */
  runStarted(run: Run): void;
  /**
   * Bytes of a host run, in order. `taken` is called once, when standard output (or error) has
   * room again: only then is the host granted more credit.
   */
  output(run: number, host: string, stream: Stream, bytes: Uint8Array, taken: () => void): void;
  /** How far a transfer has come on a host. */
  progress(run: number, host: string, progress: TransferProgress): void;
  /** After the host's last output; exactly once for each host of the run. */
  ended(run: number, host: string, outcome: Outcome, ms: number, transfer?: TransferFacts): void;
  /** With every outcome and `endedAt` in it. */
  runEnded(run: Run): void;
  /** What a background job says after its line has ended. */
  late(host: string, stream: Stream, bytes: Uint8Array): void;
  /** A thing the operator should know of this host. */
  notice(host: string, text: string): void;
  /** Print what is left; settles when all of it has been written. Never rejects. */
  close(): Promise<void>;
}
