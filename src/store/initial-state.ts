import type { Size, State } from './state.ts';
import { everything } from './stream-choice.ts';

/** Nothing selected, nothing run. `now` is epoch ms. */
export function initialState(size: Size, now: number): State {
  return {
    size,
    target: { text: '', hosts: [] },
    targetStack: [],
    marked: new Set(),
    hosts: new Map(),
    runs: [],
    asides: new Map(),
    queue: [],
    view: 'panes',
    stream: everything,
    focus: 'prompt',
    filter: 'all',
    terminals: [],
    terminalDrawn: 0,
    page: 0,
    scroll: new Map(),
    now,
    questions: [],
    sudoWaiting: new Set(),
  };
}
