import type { TableOrder } from '../domain/fleet-table.ts';
import type { HostState } from '../domain/host.ts';
import type { HostHits } from '../domain/host-hits.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Roll } from '../domain/roll.ts';
import type { OutputFacts, Run } from '../domain/run.ts';
import type { TransferFacts, TransferProgress } from '../domain/transfer.ts';
import type {
  Aside,
  Filter,
  Notice,
  OpenQuestion,
  Overlay,
  QueuedLine,
  Search,
  Size,
  StreamChoice,
  Target,
  ViewName,
  Watched,
} from './state.ts';

/** Everything that can happen to the state, except lines of output (see `RunLines`). */
export type Message =
  // from the cluster
  | { readonly type: 'host-state'; readonly host: string; readonly state: HostState }
  | { readonly type: 'run-started'; readonly run: Run }
  | {
      readonly type: 'output';
      readonly run: string;
      readonly host: string;
      readonly output: OutputFacts;
    }
  | {
      readonly type: 'progress';
      readonly run: string;
      readonly host: string;
      readonly progress: TransferProgress;
    }
  | {
      readonly type: 'host-ended';
      readonly run: string;
      readonly host: string;
      readonly outcome: Outcome;
      readonly ms: number;
      readonly output: OutputFacts;
      readonly transfer?: TransferFacts;
      readonly now: number;
    }
  | { readonly type: 'aside'; readonly host: string; readonly aside: Omit<Aside, 'after'> }
  | { readonly type: 'asked'; readonly question: OpenQuestion }
  | { readonly type: 'answered'; readonly ask: number }
  /** These hosts wait for a sudo password. */
  | { readonly type: 'sudo-waiting'; readonly hosts: readonly string[] }
  // from the operator
  | { readonly type: 'resize'; readonly size: Size }
  | { readonly type: 'target'; readonly target: Target }
  | { readonly type: 'target-back' }
  /** The inventory was read again: the target in it, and its hosts. */
  | { readonly type: 'inventory'; readonly target: Target; readonly known: ReadonlySet<string> }
  /** Exactly these hosts are marked. */
  | { readonly type: 'marked'; readonly hosts: Iterable<string> }
  /** Seconds after which lines are interrupted; absent: never. */
  | { readonly type: 'time-limit'; readonly seconds: number | undefined }
  /** What is typed goes to the programs of this run; absent: to the shells. */
  | { readonly type: 'input-run'; readonly run: string | undefined }
  | { readonly type: 'queued'; readonly line: QueuedLine }
  | { readonly type: 'queue-cleared' }
  | { readonly type: 'queue-taken' }
  | { readonly type: 'roll'; readonly roll: Roll }
  | { readonly type: 'let-go'; readonly run: string; readonly host: string }
  | { readonly type: 'view'; readonly view: ViewName | 'next' | 'toggle' | 'toggle-table' }
  /** The line that is repeated; absent: none. */
  | { readonly type: 'watch'; readonly watch: Watched | undefined }
  /** These runs are dropped from the session. */
  | { readonly type: 'runs-forgotten'; readonly ids: ReadonlySet<string> }
  /** Whether wheel and clicks are ours, or the terminal's own. */
  | { readonly type: 'mouse'; readonly on: boolean }
  /** What the table is sorted by. */
  | { readonly type: 'table-order'; readonly order: TableOrder }
  /** Switches masking of what differs without meaning anything. */
  | { readonly type: 'toggle-masks' }
  /** A pattern as typed; absent: none. */
  | {
      readonly type: 'stream-pattern';
      readonly part: 'only' | 'hide' | 'light';
      readonly pattern: string | undefined;
    }
  | { readonly type: 'stream-line'; readonly line: NonNullable<StreamChoice['line']> }
  | { readonly type: 'mute'; readonly hosts: readonly string[]; readonly muted: boolean }
  | { readonly type: 'unmute-all' }
  | { readonly type: 'focus'; readonly focus: 'prompt' | 'grid' }
  | { readonly type: 'cursor'; readonly host: string | undefined }
  | { readonly type: 'filter'; readonly filter: Filter | 'next' }
  | { readonly type: 'zoom'; readonly host: string | undefined }
  /** Shows the terminal of this host, or the views again. */
  | { readonly type: 'terminal'; readonly host: string | undefined }
  | { readonly type: 'terminal-drawn'; readonly host: string }
  | { readonly type: 'terminal-closed'; readonly host: string }
  | { readonly type: 'page'; readonly page: number }
  /** `top: 'follow'` goes back to the newest line. */
  | {
      readonly type: 'scroll';
      readonly key: string;
      readonly top: number | 'follow';
      readonly seen: number;
    }
  | { readonly type: 'show-run'; readonly number: number | undefined }
  /** Shows a run of an earlier day, or no longer. */
  | { readonly type: 'opened-run'; readonly run: Run | undefined }
  | { readonly type: 'search'; readonly search: Search | undefined }
  /** Results of the search with this text in this run. */
  | {
      readonly type: 'found';
      readonly text: string;
      readonly run: string;
      readonly hits: readonly HostHits[];
      readonly done?: { readonly problem?: string };
    }
  | { readonly type: 'notice'; readonly notice: Notice | undefined }
  /** Something happened to a host by itself. */
  | { readonly type: 'host-notice'; readonly host: string; readonly text: string }
  | { readonly type: 'overlay'; readonly overlay: Overlay | undefined }
  | { readonly type: 'tick'; readonly now: number };
