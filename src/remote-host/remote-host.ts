import type { Debug } from '../domain/debug.ts';
import type { Failure } from '../domain/failure.ts';
import type { Host, HostState } from '../domain/host.ts';
import type { ListingQuery } from '../domain/listing.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Judgement, Question } from '../domain/question.ts';
import type { RememberedNews } from '../domain/remembered.ts';
import type { Stream } from '../domain/run.ts';
import type { TerminalKind } from '../domain/terminal.ts';
import type { Channel, Connection } from '../transport/channel.ts';
import type { Askpass } from './askpass.ts';
import type { TerminalStart } from './terminal-request.ts';

/** What a remote host reports to its owner. */
export interface HostListener {
  state(state: HostState): void;
  /** Output of a background job after its line has ended. */
  late(stream: Stream, bytes: Uint8Array): void;
  notice(text: string): void;
  /** `jump`: the secret belongs to that jump host. `signal`: nobody waits for the answer any more. */
  ask(question: Question, jump?: string, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** The verdict on the last password that it was given; `jump`: by that jump host, not the host. */
  judged(judgement: Judgement, jump?: string): void;
  /** What of it should outlive this process, as it changes. Holds secrets. */
  remember(news: RememberedNews): void;
  /** While there is a debug log. */
  readonly debug?: Debug | undefined;
}

/** A line in progress in one host's shell. */
export interface HostLine {
  /** Never rejects; settles exactly once. */
  readonly ended: Promise<LineEnding>;
  /** One step up the ladder: INT, then TERM, then KILL. */
  interrupt(): void;
  pause(): void;
  resume(): void;
  /** Bytes for its standard input; false: wait for `onDrain` of the options. */
  write(bytes: Uint8Array): boolean;
  end(): void;
}

export interface LineEnding {
  readonly outcome: Outcome;
  /** Working directory afterwards; absent if unknown. */
  readonly cwd?: string;
}

export interface LineOptions {
  readonly output: (stream: Stream, bytes: Uint8Array) => void;
  /** Time limit in seconds, after which the ladder starts by itself. */
  readonly timeout?: number;
  /** Its input comes by `write`; otherwise it reads /dev/null. */
  readonly input?: { readonly onDrain: () => void };
}

export interface HostAccess {
  readonly connection: Pick<Connection, 'exec' | 'subsystem'>;
  /**
   * Opens an askpass for what runs by sudo; absent if sudo needs no password here. Rejects if the server allows no
   * further channel.
   */
  askpass?(): Promise<Askpass>;
  readonly debug?: Debug | undefined;
  /** Where the shell was after its last line; absent: where a login starts. */
  readonly cwd?: string;
  /** Starts the account's own shell in that directory, or a line for it, on a terminal. Rejects as `exec` does. */
  terminal(kind: TerminalKind, start: Omit<TerminalStart, 'cwd'>): Promise<Channel>;
}

/** One host for as long as it is assigned: it connects, keeps a shell, and comes back after a loss. */
export interface RemoteHost {
  readonly host: Host;
  readonly state: HostState;
  /** Starts connecting, or tries again without waiting. */
  connect(): void;
  /** A busy or absent shell gives `not-started` at once. Nothing is ever sent twice. */
  run(command: string, options: LineOptions): HostLine;
  /** The connection, for channels beside the shell; that it is lost shows as the end of those. */
  access(): HostAccess | { readonly failure: Failure };
  /** Names for completion, as `Lister` returns them; undefined if the host cannot list. Never rejects. */
  list(query: ListingQuery): Promise<string | undefined>;
  /** Hangs up: commands get SIGHUP (and at most 1 s to end), then the connection is closed. */
  close(): Promise<void>;
}
