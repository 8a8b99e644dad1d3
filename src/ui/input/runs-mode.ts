import { matchingRuns } from '../../domain/listed-run.ts';
import type { Overlay } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';

type Runs = Extract<Overlay, { kind: 'runs' }>;

/** Keys of the list of runs: typing searches, Enter opens the run under the cursor. */
export function typeRuns(event: InputEvent, open: Runs, desk: Desk): void {
  const { store, actions } = desk;
  const show = (change: Partial<Runs>) =>
    store.act({ type: 'overlay', overlay: { ...open, ...change } });
  const search = (query: string) => show({ query, cursor: 0 });
  if (event.type !== 'key') {
    search(open.query + event.text.replaceAll(/\s/g, ' '));
    return;
  }
  const key = keyName(event);
  const found = matchingRuns(open.runs, open.query);
  const by = steps[key];
  if (by !== undefined) {
    show({ cursor: Math.max(0, Math.min(found.length - 1, open.cursor + by)) });
  } else if (key === 'backspace' || key === 'delete') search(open.query.slice(0, -1));
  else if (key === 'C-u') search('');
  else if (key === 'escape' || key === 'C-c') store.act({ type: 'overlay', overlay: undefined });
  else if (key === 'return') {
    const run = found[open.cursor];
    if (!run) return;
    store.act({ type: 'overlay', overlay: undefined });
    actions.openRun(run);
  }
}

const steps: Readonly<Record<string, number>> = {
  up: -1,
  down: 1,
  pageup: -10,
  pagedown: 10,
  home: Number.NEGATIVE_INFINITY,
  end: Number.MAX_SAFE_INTEGER,
};
