import { views } from '../views/index.ts';
import type { Desk } from './desk.ts';
import { dispatch } from './modes.ts';
import type { MouseEvent } from './mouse.ts';

/** A click puts the cursor on what it hits, and the wheel scrolls that; over a box the wheel scrolls the box. */
export function point({ kind, x, y }: MouseEvent, desk: Desk): void {
  const { store } = desk;
  const { overlay, questions, terminal } = store.state();
  if (terminal !== undefined || questions.length > 0) return;
  if (overlay) {
    const name = { 'wheel-up': 'up', 'wheel-down': 'down', click: undefined }[kind];
    if (name) for (let i = 0; i < 3; i++) dispatch({ type: 'key', name }, desk);
    return;
  }
  const scene = desk.scene();
  const area = desk.area();
  const view = views[scene.state.view];
  // The top line is above the body.
  const hit = y < 1 || y > area.rows ? [] : view.choose(scene, area, x, y - 1);
  // Only the panes are scrolled one by one.
  if (hit.length > 0 && (kind === 'click' || scene.state.view === 'panes')) {
    store.act({ type: 'focus', focus: 'grid' });
    for (const message of hit) store.act(message);
  } else if (kind === 'click' && y > area.rows + 1) store.act({ type: 'focus', focus: 'prompt' });
  if (kind === 'click') return;
  const message = view.scroll(desk.scene(), area, kind);
  if (message) store.act(message);
}
