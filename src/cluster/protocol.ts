import type { Failure } from '../domain/failure.ts';
import type { Host, HostState } from '../domain/host.ts';
import type { HostHits } from '../domain/host-hits.ts';
import type { ListingQuery } from '../domain/listing.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Judgement, Question } from '../domain/question.ts';
import type { Remembered, RememberedNews } from '../domain/remembered.ts';
import type { Line, OutputFacts, Stream } from '../domain/run.ts';
import type { TerminalKind, TerminalSize } from '../domain/terminal.ts';
import type { Transfer, TransferFacts, TransferProgress } from '../domain/transfer.ts';

/** Both sides must name the same one in their first message. */
export const protocolVersion = 1;

/** How many bytes of input a host run may have in flight. */
export const inputCredit = 1024 * 1024;

/** How many bytes of output a host run may have in flight to the pool before it is granted more. */
export const initialCredit = 256 * 1024;

/** UI process → worker. Plain data only. */
export type Request =
  | {
      readonly type: 'hello';
      readonly version: number;
      readonly limits: Limits;
      /** The ssh configuration file, or `none`; absent: the usual ones. */
      readonly sshConfig?: string;
    }
  /** These hosts are this worker's from now on; it connects them. */
  | { readonly type: 'assign'; readonly hosts: readonly Host[]; readonly jumps: readonly Host[] }
  /** Close their connections. */
  | { readonly type: 'release'; readonly hosts: readonly string[] }
  /** Do not wait for the next try. */
  | { readonly type: 'connect'; readonly hosts: readonly string[] }
  /** Answered by exactly one `ending` for each host, also when the id was seen before. */
  | {
      readonly type: 'start';
      readonly id: string;
      readonly hosts: readonly string[];
      readonly operation: Operation;
    }
  /** Bytes for the standard input of an operation; `end` closes it. */
  | {
      readonly type: 'input';
      readonly id: string;
      readonly hosts: readonly string[];
      readonly bytes?: Uint8Array;
      readonly end?: true;
    }
  | {
      readonly type: 'resize';
      readonly id: string;
      readonly host: string;
      readonly size: TerminalSize;
    }
  /** Each further `cancel` for the same host goes one step up the ladder (INT, TERM, KILL). */
  | { readonly type: 'cancel'; readonly id: string; readonly hosts: readonly string[] }
  /** The operation has ended on all hosts and can be forgotten. Its id must not come again. */
  | { readonly type: 'forget'; readonly id: string }
  | { readonly type: 'credit'; readonly id: string; readonly host: string; readonly bytes: number }
  /** The batch with this number has been taken in; the next one may come. */
  | { readonly type: 'ack'; readonly batch: number }
  | {
      readonly type: 'read';
      readonly read: number;
      readonly id: string;
      readonly host: string;
      readonly from: number;
      readonly count: number;
    }
  /**
   * Searches a run's lines for `text`, each host's from the given line on. A new search ends the previous one; with no
   * hosts it only does that.
   */
  | {
      readonly type: 'search';
      readonly search: number;
      readonly id: string;
      readonly text: string;
      readonly from: readonly (readonly [host: string, line: number])[];
    }
  /** Answered by exactly one `listed` for each host. */
  | {
      readonly type: 'list';
      readonly list: number;
      readonly hosts: readonly string[];
      readonly query: ListingQuery;
    }
  /** What the host's worker before this one remembered; comes before its `assign`. Holds secrets. */
  | { readonly type: 'recall'; readonly host: string; readonly remembered: Remembered }
  /** Holds secrets, as `recall` does, and no other. `null`: the operator declined, or there is none because of `why`. */
  | {
      readonly type: 'answer';
      readonly ask: number;
      readonly answers: readonly string[] | null;
      readonly why?: string;
    }
  /** What happens goes into this file, which is there, from now on; without: into none. */
  | { readonly type: 'debug'; readonly file?: string }
  /** Close everything, then end. */
  | { readonly type: 'bye' };

export type Operation = RunOperation | TransferOperation | TerminalOperation;

interface AnyOperation {
  /** `bytes`: the output itself, against credit. `digest`: counts and the last lines; the rest is fetched by `read`. */
  readonly want: 'bytes' | 'digest';
  /** A folder for the run's bytes; absent: they are kept in memory, bounded. */
  readonly record?: string;
  /** Seconds until it is interrupted. */
  readonly timeout?: number;
}

export interface RunOperation extends AnyOperation {
  readonly kind: 'run';
  readonly command: string;
  /** Its standard input comes by `input`; otherwise it is empty. */
  readonly input?: true;
}

/** Its output is a line per file that says what became of it; the contents never cross. */
export interface TransferOperation extends AnyOperation {
  readonly kind: 'transfer';
  readonly transfer: Transfer;
}

/** A program on a real terminal; its keys come by `input`, its window by `resize`. */
export interface TerminalOperation extends AnyOperation {
  readonly kind: 'terminal';
  /** Its output is read as lines, not as a screen: no echo, and line ends as the program writes them. */
  readonly line?: true;
  readonly terminal: TerminalKind;
  /** A line for the login shell; absent: that shell itself, as a login gives it. */
  readonly command?: string;
}

/** What one worker may do at once: its share of the limits for all of them. */
export interface Limits {
  readonly handshakes: number;
  readonly handshakesPerAddress: number;
  /** Calls of `ssh -G`. */
  readonly sshCalls: number;
}

/** Worker → UI process. */
export type Event =
  | {
      readonly type: 'hello';
      readonly version: number;
      readonly pid: number;
      readonly addon: boolean;
    }
  | { readonly type: 'state'; readonly host: string; readonly state: HostState }
  | {
      readonly type: 'ask';
      readonly ask: number;
      readonly host: string;
      readonly question: Question;
    }
  /** Nobody waits for an answer to this question any more. */
  | { readonly type: 'withdrawn'; readonly ask: number }
  /** The host's verdict on the last password that it was given. */
  | ({ readonly type: 'judged'; readonly host: string } & Judgement)
  /** `seq` counts from 0 without gaps per (id, host, stream). */
  | {
      readonly type: 'output';
      readonly id: string;
      readonly host: string;
      readonly stream: Stream;
      readonly seq: number;
      readonly bytes: Uint8Array;
    }
  | ({ readonly type: 'digest'; readonly id: string; readonly host: string } & Digest)
  | {
      readonly type: 'ending';
      readonly id: string;
      readonly host: string;
      readonly outcome: Outcome;
      readonly ms: number;
      readonly output: OutputFacts;
      readonly cwd?: string;
      readonly transfer?: TransferFacts;
    }
  /** So many bytes of its input have been passed on to the host: as many may follow. */
  | {
      readonly type: 'taken';
      readonly id: string;
      readonly host: string;
      readonly bytes: number;
    }
  /** How far a transfer has come; the last one comes before the ending. */
  | {
      readonly type: 'progress';
      readonly id: string;
      readonly host: string;
      readonly progress: TransferProgress;
    }
  /** What a background job printed after its line had ended. */
  | {
      readonly type: 'late';
      readonly host: string;
      readonly stream: Stream;
      readonly bytes: Uint8Array;
    }
  /** What its next worker would need, as it changes. Holds secrets: it is kept for `recall` and told to nobody. */
  | { readonly type: 'remember'; readonly host: string; readonly news: RememberedNews }
  /** Something the operator should know about this host, e.g. "shell ended, new shell started". */
  | { readonly type: 'notice'; readonly host: string; readonly text: string }
  /** A `failure` of kind `worker`: the lines are not here, but may be in a record. */
  | {
      readonly type: 'stretch';
      readonly read: number;
      readonly from: number;
      readonly lines: readonly Line[];
      readonly failure?: Failure;
    }
  /** A bounded part of what a search found; `done`: the last part. */
  | {
      readonly type: 'found';
      readonly search: number;
      readonly hits: readonly HostHits[];
      readonly done?: true;
      /** With `done`: hosts whose lines of this run are not here, so that they were not looked at. */
      readonly gone?: readonly string[];
      readonly failure?: Failure;
    }
  /** Names for completion, each ended by NUL (`domain/listing.ts`); absent: the host cannot list. */
  | {
      readonly type: 'listed';
      readonly list: number;
      readonly host: string;
      readonly names?: string;
    };

/** One tick's worth. The worker sends the next batch of digests only after this one was acknowledged. */
export interface Batch {
  readonly batch: number;
  readonly events: readonly Event[];
}

/** The state of a host run's output after a tick. */
export interface Digest {
  readonly output: OutputFacts;
  /** The newest lines, at most 40; the first of them has the number `from` (counted from 0). */
  readonly from: number;
  readonly lines: readonly Line[];
  /** A line that has no end yet: a prompt, a progress bar. */
  readonly open?: Line;
  /** The program draws a whole screen: it wants a real terminal. */
  readonly screen?: true;
}

/** The way to a worker: a forked process here, the same process in a test, a gateway's stdio later. */
export interface WorkerLink {
  send(request: Request): void;
  onBatch(take: (batch: Batch) => void): void;
  /** Called once, when the worker can no longer be reached. */
  onDown(down: (reason: string) => void): void;
  /** The process behind it, for the operator to see; absent where there is none. */
  readonly pid?: number;
  close(): void;
}
