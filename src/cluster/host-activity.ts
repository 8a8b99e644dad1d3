import type { Outcome } from '../domain/outcome.ts';
import type { Stream } from '../domain/run.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import type { TransferFacts, TransferProgress } from '../domain/transfer.ts';
import type { HostLine, RemoteHost } from '../remote-host/remote-host.ts';
import type { LocalFiles } from '../transfer/local-files.ts';
import { HostTerminal } from './host-terminal.ts';
import { HostTransfer } from './host-transfer.ts';
import type { Operation } from './protocol.ts';

/** An operation in progress on one host: a line, a transfer or a terminal. */
export interface HostActivity extends Omit<HostLine, 'ended'> {
  /** Never rejects; settles exactly once. */
  readonly ended: Promise<ActivityEnding>;
  /** Its terminal's window has changed; absent: it has none. */
  resize?(size: TerminalSize): void;
}

export interface ActivityEnding {
  readonly outcome: Outcome;
  readonly cwd?: string;
  readonly transfer?: TransferFacts;
}

export interface ActivityListener {
  output(stream: Stream, bytes: Uint8Array): void;
  progress(progress: TransferProgress): void;
  /** Called when what was written to its input has been consumed. */
  drained(): void;
}

/** Starts it, once. `files` are shared by the hosts of a transfer. */
export function startActivity(
  operation: Operation,
  remote: RemoteHost,
  files: () => LocalFiles,
  listener: ActivityListener,
): HostActivity {
  const { timeout } = operation;
  switch (operation.kind) {
    case 'run':
      return remote.run(operation.command, {
        output: (stream, bytes) => listener.output(stream, bytes),
        ...(timeout !== undefined && { timeout }),
        ...(operation.input && { input: { onDrain: () => listener.drained() } }),
      });
    case 'transfer':
      return new HostTransfer(operation, remote, files(), listener);
    case 'terminal':
      return new HostTerminal(operation, remote, listener);
    default:
      return operation satisfies never;
  }
}
