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

/** What a remote host tells its owner. */
export interface HostListener {
  state(state: HostState): void;
  /** What a background job says after its line has ended. */
  late(stream: Stream, bytes: Uint8Array): void;
  notice(text: string): void;
  /** `jump`: the secret is that jump host's. `signal`: nobody waits for the answer any more. */
  ask(question: Question, jump?: string, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** What became of the last password that it got; `jump`: that jump host, not the host. */
  judged(judgement: Judgement, jump?: string): void;
  /** What of it should outlive this process, as it changes. Holds secrets. */
  remember(news: RememberedNews): void;
  /** While there is a debug log. */
  readonly debug?: Debug | undefined;
}

/** A line on its way through one host's shell. */
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
  /** Working directory afterwards; absent where it is not known. */
  readonly cwd?: string;
}

export interface LineOptions {
  readonly output: (stream: Stream, bytes: Uint8Array) => void;
  /** Seconds until the ladder starts by itself. */
  readonly timeout?: number;
  /** Its input comes by `write`; otherwise it reads /dev/null. */
  readonly input?: { readonly onDrain: () => void };
}

export interface HostAccess {
  readonly connection: Pick<Connection, 'exec' | 'subsystem'>;
  /** For what runs by sudo; absent: it needs no password here. Rejects where the server allows no further channel. */
  askpass?(): Promise<Askpass>;
  readonly debug?: Debug | undefined;
  /** Where the shell was after its last line; absent: where a login starts. */
  readonly cwd?: string;
  /** The account's own shell in that directory, or a line for it, on a terminal. Rejects as `exec` does. */
  terminal(kind: TerminalKind, start: Omit<TerminalStart, 'cwd'>): Promise<Channel>;
}

/** One host for as long as it is assigned: it connects, keeps a shell, comes back after a loss. */
export interface RemoteHost {
  readonly host: Host;
  readonly state: HostState;
  /** Start connecting, or do not wait for the next try. */
  connect(): void;
  /** A busy or absent shell gives `not-started` at once. Nothing is ever sent twice. */
  run(command: string, options: LineOptions): HostLine;
  /** The connection, for channels beside the shell; it tells by their end that it is lost. */
  access(): HostAccess | { readonly failure: Failure };
  /** Names for completion, as `Lister` gives them; undefined where the host cannot tell. Never rejects. */
  list(query: ListingQuery): Promise<string | undefined>;
  /** Hang up: commands get SIGHUP (at most 1 s is waited for that), then the connection is closed. */
  close(): Promise<void>;
}
