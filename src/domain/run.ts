import type { Outcome } from './outcome.ts';
import type { Transfer, TransferFacts, TransferProgress } from './transfer.ts';

/** What is asked of the hosts. */
export interface Asked {
  /** As typed; of a transfer the built-in that does the same, e.g. `:put a /tmp/`. */
  readonly command: string;
  /** It copies files; absent: it is a line for the shells. */
  readonly transfer?: Transfer;
  /** The line runs on a terminal of its own, beside the shell: nothing of it is kept there. */
  readonly pty?: true;
  /** What its programs read; absent: nothing. */
  readonly input?: RunInput;
  /** It is for some of these, in which `%{index}` and `%{count}` count; absent: for all. */
  readonly whole?: readonly string[];
  /** Seconds, where it has a time limit of its own. */
  readonly timeout?: number | 'none';
  /** How many hosts are active at once, where it says so itself. */
  readonly fanout?: number;
}

export type RunInput =
  /** What is typed while it goes on. */
  | { readonly kind: 'typed' }
  /** A path of this machine. */
  | { readonly kind: 'file'; readonly path: string };

/** One line sent to the hosts of a target. */
export interface Run extends Asked {
  /** 128 random bits in hex. A worker that sees it again answers from its table and runs nothing. */
  readonly id: string;
  /** What people call it: counts from 1. */
  readonly number: number;
  /** The target as typed. */
  readonly target: string;
  readonly hosts: readonly string[];
  /** Epoch ms. */
  readonly startedAt: number;
  /** Epoch ms; absent while an outcome is missing. */
  readonly endedAt?: number;
  /** It goes on in another tutti: what is known of it was read then, epoch ms. */
  readonly readAt?: number;
  readonly hostRuns: ReadonlyMap<string, HostRun>;
}

/** What was asked, to be asked again. */
export function askedOf(run: Run): Asked {
  const { id, number, target, hosts, startedAt, endedAt, readAt, hostRuns, ...asked } = run;
  return asked;
}

/** The run on one host. */
export interface HostRun {
  readonly host: string;
  /** Absent while it goes on. */
  readonly outcome?: Outcome;
  /** How long it took, ms; absent while it goes on. */
  readonly ms?: number;
  readonly output: OutputFacts;
  readonly progress?: TransferProgress;
  readonly transfer?: TransferFacts;
  /** Let go by the operator: it goes on, but the run does not wait for it. */
  readonly letGo?: true;
}

/** What is known of a host run's output without reading it. */
export interface OutputFacts {
  readonly bytes: number;
  /** Whole lines so far, both streams. */
  readonly lines: number;
  /** How many of them came on stderr. */
  readonly errorLines: number;
  /** Equal for equal output (both streams, as displayed); changes with every line. */
  readonly hash: string;
  /** The same of the lines with what is masked taken out (`createMasker`); absent: nothing is. */
  readonly masked?: string;
}

export const noOutput: OutputFacts = { bytes: 0, lines: 0, errorLines: 0, hash: '' };

export type Stream = 'stdout' | 'stderr';

/** One line made safe for a terminal: printable text and SGR only, no line end. */
export interface Line {
  readonly text: string;
  readonly error?: true;
}
