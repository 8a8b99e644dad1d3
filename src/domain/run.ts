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
  /** The whole target, if this is for some of its hosts only: `%{index}` and `%{count}` refer to it. */
  readonly whole?: readonly string[];
  /** Its own time limit, seconds. */
  readonly timeout?: number | 'none';
  /** Its own limit for how many hosts are active at once. */
  readonly fanout?: number;
}

export type RunInput =
  /** What is typed while it runs. */
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
  /** Set if another tutti is still running it: when its record was read, epoch ms. */
  readonly readAt?: number;
  readonly hostRuns: ReadonlyMap<string, HostRun>;
}

/** What was asked, to repeat it. */
export function askedOf(run: Run): Asked {
  const { id, number, target, hosts, startedAt, endedAt, readAt, hostRuns, ...asked } = run;
  return asked;
}

/** The run on one host. */
export interface HostRun {
  readonly host: string;
  /** Absent while it is running. */
  readonly outcome?: Outcome;
  /** How long it took, ms; absent while it is running. */
  readonly ms?: number;
  readonly output: OutputFacts;
  readonly progress?: TransferProgress;
  readonly transfer?: TransferFacts;
  /** Let go by the operator: it is still running, but the run does not wait for it. */
  readonly letGo?: true;
}

/** Facts about a host run's output, without its lines. */
export interface OutputFacts {
  readonly bytes: number;
  /** Whole lines so far, both streams. */
  readonly lines: number;
  /** How many of them came on stderr. */
  readonly errorLines: number;
  /** Equal for equal output (both streams, as displayed); changes with every line. */
  readonly hash: string;
  /** The same for the masked lines (`createMasker`); absent if nothing is masked. */
  readonly masked?: string;
}

export const noOutput: OutputFacts = { bytes: 0, lines: 0, errorLines: 0, hash: '' };

export type Stream = 'stdout' | 'stderr';

/** One line made safe for a terminal: printable text and SGR only, no line end. */
export interface Line {
  readonly text: string;
  readonly error?: true;
}
