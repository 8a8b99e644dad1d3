import type { TableOrder } from '../domain/fleet-table.ts';
import type { HostState } from '../domain/host.ts';
import type { HostHits } from '../domain/host-hits.ts';
import type { ListedRun } from '../domain/listed-run.ts';
import type { Question } from '../domain/question.ts';
import type { Roll } from '../domain/roll.ts';
import type { Asked, Run } from '../domain/run.ts';
import type { TrustEntry } from '../domain/trust.ts';

/** All that the screen is a function of, but for the lines themselves (see `RunLines`) and the prompt's text. */
export interface State {
  readonly size: Size;
  readonly target: Target;
  /** Targets before this one, the newest last: `@-` and `u` go back. */
  readonly targetStack: readonly LeftTarget[];
  /** Hosts that were marked in the grid: `@marked`. */
  readonly marked: ReadonlySet<string>;
  /** Every host that was ever selected. */
  readonly hosts: ReadonlyMap<string, HostState>;
  /** Oldest first. */
  readonly runs: readonly Run[];
  /** Per host, in order. */
  readonly asides: ReadonlyMap<string, readonly Aside[]>;
  /** Number of the run looked at; absent: the newest. */
  readonly shownRun?: number;
  /** A run of an earlier day that is looked at instead. */
  readonly openedRun?: Run;
  /** Lines typed while a run is going, the next one first. */
  readonly queue: readonly QueuedLine[];
  /** The newest roll; it may be over. */
  readonly roll?: Roll;
  readonly view: ViewName;
  /** While it is the table: the one before, which `T` goes back to. */
  readonly viewBefore?: ViewName;
  readonly stream: StreamChoice;
  /** What differs without meaning anything makes outputs different in merged (`domain/mask.ts`). */
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
  /** Hosts with an open terminal, the oldest first. */
  readonly terminals: readonly string[];
  /** The one of them that is looked at. */
  readonly terminal?: string;
  /** Another number when it looks different. */
  readonly terminalDrawn: number;
  /** Seconds after which lines are interrupted. */
  readonly timeLimit?: number;
  /** The run whose programs read what is typed; it may have ended. */
  readonly inputRun?: string;
  readonly page: number;
  /** Per pane or block: the row at its top. Absent: it follows the newest line. */
  readonly scroll: ReadonlyMap<string, ScrollPosition>;
  /** Epoch ms, moved on by a tick while something is running, so that elapsed times are derived. */
  readonly now: number;
  /** What is looked for in the lines of all hosts. */
  readonly search?: Search;
  /** One line under the prompt: an error, a hint. */
  readonly notice?: Notice;
  readonly overlay?: Overlay;
  /** What somebody must answer, the oldest first. */
  readonly questions: readonly OpenQuestion[];
  /** Hosts with a sudo that wants a password. */
  readonly sudoWaiting: ReadonlySet<string>;
}

export interface Watched {
  readonly command: string;
  /** Seconds from one start to the next. */
  readonly every: number;
  /** The last number that each host said each time, the oldest first. */
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

/** A target that can be gone back to, with the marks there were. */
export interface LeftTarget {
  readonly target: Target;
  readonly marked: ReadonlySet<string>;
}

export interface QueuedLine extends Asked {
  readonly target: Target;
}

export type ViewName = 'panes' | 'merged' | 'stream' | 'table';

/** What the stream leaves out and lights up; patterns as typed (see `textPattern`). */
export interface StreamChoice {
  /** Only lines in which it is found. */
  readonly only?: string;
  /** Not those in which it is found. */
  readonly hide?: string;
  readonly light?: string;
  readonly muted: ReadonlySet<string>;
  /** The line that the cursor is on, by its place in the order of arrival. */
  readonly line?: { readonly run: string; readonly place: number };
}
export type Filter = 'all' | 'failed' | 'odd' | 'running' | 'down';

export interface ScrollPosition {
  /** Row of the transcript at the top of the pane; rows never change their number. */
  readonly top: number;
  /** Rows there were when it was scrolled: the rest is "+214 new". */
  readonly seen: number;
}

export interface Search {
  readonly text: string;
  /** It is being typed. */
  readonly typing: boolean;
  /** Id of the run whose lines are looked at; absent: there is none. */
  readonly run?: string;
  /** By host. */
  readonly hits: ReadonlyMap<string, HostHits>;
  /** There may be more. */
  readonly going: boolean;
  /** The one jumped to last; `first`: the first one will be, when it is known. */
  readonly at?: { readonly host: string; readonly line: number } | 'first';
  /** Why it cannot be looked for, or not everywhere. */
  readonly problem?: string;
}

export interface Notice {
  readonly kind: 'info' | 'error';
  readonly text: string;
  /** Who it was said of; absent: not of hosts. */
  readonly hosts?: readonly string[];
}

export type Overlay =
  /** `top`: its first line that is seen. */
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
  /** What two hosts said differently in the run looked at; `top`: its first row that is seen. */
  | {
      readonly kind: 'difference';
      readonly baseline: string;
      readonly other: string;
      readonly top: number;
    }
  /** One number of each host of the run looked at: the Nth it said, or the last. */
  | { readonly kind: 'chart'; readonly nth: number | undefined; readonly top: number }
  /** The runs that are kept, to choose one from. */
  | {
      readonly kind: 'runs';
      /** The newest first. */
      readonly runs: readonly ListedRun[];
      readonly query: string;
      /** Among those that the query leaves. */
      readonly cursor: number;
      /** Those of earlier days are still being read. */
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
      /** A key meant nothing here: somebody goes on typing at the prompt. */
      readonly strayed: boolean;
    }
  | { readonly kind: 'confirm'; readonly text: string; readonly then: 'quit' }
  /** The line is destructive and the target is guarded: how many hosts it reaches must be typed. */
  | {
      readonly kind: 'guard';
      /** As typed, to be put back. */
      readonly line: string;
      readonly command: string;
      /** So many other commands, on other hosts or in another line of it. */
      readonly more?: number;
      readonly hosts: readonly string[];
      /** Those of them that are in a guarded group. */
      readonly guarded: readonly string[];
      readonly typed: string;
      /** Why nothing has run yet. */
      readonly refused?: string;
    }
  /** The line draws a whole screen: `host` is where a terminal for it would be. */
  | {
      readonly kind: 'full-screen';
      /** As typed. */
      readonly line: string;
      readonly command: string;
      readonly host: string;
    };

/** What was said of a host while no line ran there. */
export interface Aside {
  /** `late`: by a background job. `notice`: by us. */
  readonly kind: 'late' | 'notice';
  /** One line, safe to print. */
  readonly text: string;
  /** It came on stderr. */
  readonly error?: true;
  /** The number of the newest run then; 0: there was none. */
  readonly after: number;
}

export interface OpenQuestion {
  readonly ask: number;
  readonly host: string;
  readonly question: Question;
}
