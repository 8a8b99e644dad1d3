import type { Run } from '../domain/run.ts';
import type { TerminalSize } from '../domain/terminal.ts';
import { initialEditor } from '../shell/editor.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import type { Actions } from './actions.ts';
import { bodyArea, drawFrame, type Frame } from './frame.ts';
import { Attention } from './input/attention.ts';
import type { CompletionList } from './input/completion-list.ts';
import type { Desk, Hand } from './input/desk.ts';
import type { InputEvent } from './input/key-event.ts';
import { dispatch } from './input/modes.ts';
import { refreshCompletion } from './input/more-names.ts';
import type { MouseEvent } from './input/mouse.ts';
import { point } from './input/mouse-mode.ts';
import { followSearch } from './input/search-actions.ts';
import { createPaneCache } from './pane-cache.ts';
import { createHostChoice, type GroupSummary, runIndex, type Scene, shownRun } from './scene.ts';
import { createStreams } from './streams.ts';
import { terminalSize } from './terminal/frame.ts';
import type { TerminalPicture } from './terminal/picture.ts';
import type { Theme } from './theme.ts';
import { createTranscripts, type LinesOf } from './transcript.ts';
import { createWanted, type Stretch } from './wanted.ts';

export interface StageOptions {
  readonly store: Store;
  readonly actions: Actions;
  readonly theme: Theme;
  /** The groups, shown while no host is selected. */
  groups(): readonly GroupSummary[];
  complete(text: string, cursor: number): CompletionList['completion'] | undefined;
  /** The screen of a host's terminal, if one is open. */
  terminal?(host: string): TerminalPicture | undefined;
  /** Calls `listener` whenever `complete` may have more to offer. */
  onMoreNames?(listener: () => void): void;
  /** How many hosts a target selects; undefined while the text is not a valid target. */
  count?(target: string): number | undefined;
  history(): readonly string[];
  /** ms, never set back; absent: that of `performance`. */
  readonly clock?: () => number;
}

/** The screen, independent of a terminal: what it shows, and what a key does. */
export interface Stage {
  subscribe(listener: () => void): () => void;
  /** A number that changes whenever the picture does. */
  version(): number;
  frame(): StageFrame;
  press(event: InputEvent): void;
  readonly attention: Attention;
  point(event: MouseEvent): void;
  /** Set once there is a terminal: what Ctrl-Z and Ctrl-L do. */
  terminal?: Pick<Desk, 'suspend' | 'redraw'>;
}

export interface StageFrame extends Frame {
  readonly size: { readonly columns: number; readonly rows: number };
  /** The size that the open remote terminal should get. */
  readonly terminalSize?: TerminalSize;
  /** Lines that the frame should show and that are missing. */
  readonly wanted: readonly Stretch[];
}

export function createStage(options: StageOptions): Stage {
  const { store, actions, theme } = options;
  const linesOf: LinesOf = (run, host) => store.lines.of(run, host);
  const transcripts = createTranscripts(linesOf);
  const hostsFor = createHostChoice();
  const panes = createPaneCache();
  const streams = createStreams((run) => store.lines.arrivals(run));
  const listeners = new Set<() => void>();
  let changes = 0;
  const attention = new Attention(options.clock);
  let hand: Hand = { editor: initialEditor(options.history()) };

  const scene = (): Scene => {
    const state = standingStill(store.state());
    return {
      state,
      run: shownRun(state),
      hosts: hostsFor(state),
      groups: options.groups(),
      theme,
      linesOf,
      wanted: createWanted(),
      panes,
      streams,
      terminal: state.terminal === undefined ? undefined : options.terminal?.(state.terminal),
      ...(options.count && { count: options.count }),
      transcript(host) {
        const { runs, count } = runsShown(state);
        return transcripts(runs, host, asidesShown(state, host), count);
      },
    };
  };

  const desk: Desk = {
    store,
    actions,
    hand: () => hand,
    setHand(next) {
      hand = next;
      changes += 1;
      for (const listener of listeners) listener();
    },
    scene,
    area: () => bodyArea(scene(), hand),
    complete(text, cursor) {
      const completion = options.complete(text, cursor);
      return completion && { completion, selected: 0 };
    },
    history: options.history,
    attention,
    suspend: () => stage.terminal?.suspend(),
    redraw: () => stage.terminal?.redraw(),
  };

  store.subscribe(() => followSearch(desk));
  options.onMoreNames?.(() => refreshCompletion(desk));

  const stage: Stage = {
    subscribe(listener) {
      listeners.add(listener);
      const unsubscribe = store.subscribe(listener);
      return () => {
        listeners.delete(listener);
        unsubscribe();
      };
    },
    version: () => store.version() + changes,
    frame() {
      const now = scene();
      const frame = drawFrame(now, hand);
      const fits = terminalSize(now.state.size);
      const { terminal } = now;
      const misfit = terminal && !sameSize(terminal.size, fits) ? { terminalSize: fits } : {};
      return { ...frame, size: now.state.size, wanted: now.wanted.stretches(), ...misfit };
    },
    press: (event) => dispatch(event, desk),
    attention,
    point: (event) => point(event, desk),
  };
  return stage;
}

const sameSize = (a: TerminalSize, b: TerminalSize): boolean =>
  a.columns === b.columns && a.rows === b.rows;

/** A run that another tutti is still writing is shown as it was when it was read, and so is its time. */
const standingStill = (state: State): State =>
  state.openedRun?.readAt === undefined ? state : { ...state, now: state.openedRun.readAt };

/** A pane ends with the run looked at. */
function runsShown({ openedRun, shownRun, runs }: State): { runs: readonly Run[]; count: number } {
  if (openedRun) return { runs: [openedRun], count: 1 };
  const at = shownRun === undefined ? -1 : runIndex(runs, shownRun);
  return { runs, count: at === -1 ? runs.length : at + 1 };
}

function asidesShown(state: State, host: string) {
  const { shownRun, openedRun } = state;
  const all = openedRun ? undefined : state.asides.get(host);
  return shownRun === undefined ? all : all?.filter(({ after }) => after <= shownRun);
}
