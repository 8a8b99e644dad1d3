import type { TableOrder } from '../domain/fleet-table.ts';
import type { HostState } from '../domain/host.ts';
import type { HostHits } from '../domain/host-hits.ts';
import type { ListedRun } from '../domain/listed-run.ts';
import type { Question } from '../domain/question.ts';
import type { Roll } from '../domain/roll.ts';
import type { Asked, Run } from '../domain/run.ts';
import type { TrustEntry } from '../domain/trust.ts';

/** Everything the screen is a function of, except the lines (see `RunLines`) and the prompt's text. */
export interface State {
  readonly size: Size;
  readonly target: Target;
  /** Earlier targets, newest last: `@-` and `u` go back. */
  readonly targetStack: readonly LeftTarget[];
  /** Hosts that are marked in the grid: `@marked`. */
  readonly marked: ReadonlySet<string>;
  /** Every host that was ever selected. */
  readonly hosts: ReadonlyMap<string, HostState>;
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** Per host, in order. */
  readonly asides: ReadonlyMap<string, readonly Aside[]>;
  /** Number of the run that is shown; absent: the newest. */
  readonly shownRun?: number;
  /** A run of an earlier day that is shown instead. */
  readonly openedRun?: Run;
  /** Lines typed while a run is going, next one first. */
  readonly queue: readonly QueuedLine[];
  /** The newest roll; it may be over. */
  readonly roll?: Roll;
  readonly view: ViewName;
  /** The view before the table, which `T` goes back to. */
  readonly viewBefore?: ViewName;
  readonly stream: StreamChoice;
  /** Set when masks are off, so that what differs without meaning anything counts in merged (`domain/mask.ts`). */
  readonly unmasked?: true;
  /** A line that is repeated. */
  readonly watch?: Watched;
  /** Absent: by host. */
  readonly tableOrder?: TableOrder;
  /** Wheel and clicks are ours. */
  readonly mouse?: true;
  readonly focus: 'prompt' | 'grid';
  /** What the arrows move over: a host in panes, a block's first host in merged. */
  readonly cursor?: string;
  readonly filter: Filter;
  /** The host whose pane fills the screen. */
  readonly zoom?: string;
  /** Hosts with an open terminal, oldest first. */
  readonly terminals: readonly string[];
  /** The one of these that is shown. */
  readonly terminal?: string;
  /** A number that changes whenever that terminal looks different. */
  readonly terminalDrawn: number;
  /** Seconds after which lines are interrupted. */
  readonly timeLimit?: number;
  /** The run whose programs read what is typed; it may have ended. */
  readonly inputRun?: string;
  readonly page: number;
  /** Per pane or block: the row at its top. Absent: it follows the newest line. */
  readonly scroll: ReadonlyMap<string, ScrollPosition>;
  /** Epoch ms, updated by a tick while something is running; elapsed times are derived from it. */
  readonly now: number;
  /** The current search in the lines of all hosts. */
  readonly search?: Search;
  /** One line under the prompt: an error, a hint. */
  readonly notice?: Notice;
  readonly overlay?: Overlay;
  /** Questions to the operator, oldest first. */
  readonly questions: readonly OpenQuestion[];
  /** Hosts with a sudo that wants a password. */
  readonly sudoWaiting: ReadonlySet<string>;
}

export interface Watched {
  readonly command: string;
  /** Seconds from one start to the next. */
  readonly every: number;
  /** The last number of each host's output at each repetition, oldest first. */
  readonly values: ReadonlyMap<string, readonly number[]>;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Target {
  /** As typed, without the sigil; empty when nothing is selected. */
  readonly text: string;
  readonly hosts: readonly string[];
  /** One of its hosts is in a guarded group. */
  readonly guarded?: true;
}

/** A target to go back to, with its marks. */
export interface LeftTarget {
  readonly target: Target;
  readonly marked: ReadonlySet<string>;
}

export interface QueuedLine extends Asked {
  readonly target: Target;
}

export type ViewName = 'panes' | 'merged' | 'stream' | 'table';

/** What the stream leaves out and highlights; patterns as typed (see `textPattern`). */
export interface StreamChoice {
  /** Only lines that match are shown. */
  readonly only?: string;
  /** Lines that match are left out. */
  readonly hide?: string;
  readonly light?: string;
  readonly muted: ReadonlySet<string>;
  /** The line under the cursor, by its position in the order of arrival. */
  readonly line?: { readonly run: string; readonly place: number };
}
export type Filter = 'all' | 'failed' | 'odd' | 'running' | 'down';

export interface ScrollPosition {
  /** Row of the transcript at the top of the pane; rows never change their number. */
  readonly top: number;
  /** How many rows there were when it was scrolled; the rest is "+214 new". */
  readonly seen: number;
}

export interface Search {
  readonly text: string;
  /** Whether it is still being typed. */
  readonly typing: boolean;
  /** Id of the run that is searched; absent if there is none. */
  readonly run?: string;
  /** By host. */
  readonly hits: ReadonlyMap<string, HostHits>;
  /** Whether there may be more hits. */
  readonly going: boolean;
  /** The hit that was jumped to; `first`: jump to the first one when it is known. */
  readonly at?: { readonly host: string; readonly line: number } | 'first';
  /** Why it cannot be searched, or not everywhere. */
  readonly problem?: string;
}

export interface Notice {
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** The hosts it is about; absent if it is not about hosts. */
  readonly hosts?: readonly string[];
}

export type Overlay =
  /** `top`: its first visible line. */
  | { readonly kind: 'help'; readonly top: number }
  /** Several lines that were pasted; nothing of them was sent. */
  | { readonly kind: 'paste'; readonly text: string; readonly top: number }
  /** The lanes of the roll. */
  | { readonly kind: 'roll'; readonly top: number }
  /** Lines of a built-in's answer, e.g. `:runs`. */
  | {
      readonly kind: 'text';
      readonly title: string;
      readonly lines: readonly string[];
      readonly top: number;
    }
  /** The differences of two hosts in the current run; `top`: its first visible row. */
  | {
      readonly kind: 'difference';
      readonly baseline: string;
      readonly other: string;
      readonly top: number;
    }
  /** One number of each host in the current run: the Nth it printed, or the last. */
  | { readonly kind: 'chart'; readonly nth: number | undefined; readonly top: number }
  /** The runs that are kept, to choose one from. */
  | {
      readonly kind: 'runs';
      /** Newest first. */
      readonly runs: readonly ListedRun[];
      readonly query: string;
      /** Its index among the runs that match the query. */
      readonly cursor: number;
      /** Whether those of earlier days are still being read. */
      readonly loading: boolean;
    }
  /** Host keys that no known_hosts file has. */
  | {
      readonly kind: 'trust';
      readonly entries: readonly TrustEntry[];
      readonly cursor: number;
      /** As `trustId` names them. */
      readonly picked: readonly string[];
      readonly step: 'list' | 'details' | 'accepting';
      readonly typed: string;
      /** Set after a key that means nothing here: somebody is still typing a line. */
      readonly strayed: boolean;
    }
  | { readonly kind: 'confirm'; readonly text: string; readonly then: 'quit' }
  /** The line is destructive and the target is guarded: how many hosts it reaches must be typed. */
  | {
      readonly kind: 'guard';
      /** As typed, to put it back. */
      readonly line: string;
      readonly command: string;
      /** How many other commands there are, on other hosts or in other lines of it. */
      readonly more?: number;
      readonly hosts: readonly string[];
      /** Those of them that are in a guarded group. */
      readonly guarded: readonly string[];
      readonly typed: string;
      /** Why nothing has run yet. */
      readonly refused?: string;
    }
  /** The line draws a whole screen: `host` is where a terminal for it would open. */
  | {
      readonly kind: 'full-screen';
      /** As typed. */
      readonly line: string;
      readonly command: string;
      readonly host: string;
    };

/** What was said about a host, or by a background job, beside the lines that ran. */
export interface Aside {
  /** `late`: output of a background job. `notice`: a remark of ours. */
  readonly kind: 'late' | 'notice';
  /** One line, safe to print. */
  readonly text: string;
  /** Set if it came on stderr. */
  readonly error?: true;
  /** The number of the newest run then; 0: there was none. */
  readonly after: number;
}

export interface OpenQuestion {
  readonly ask: number;
  readonly host: string;
  readonly question: Question;
}
