import type { Overlay } from '../../store/state.ts';
import { chartRoom } from '../overlays/chart-view.ts';
import { helpLines, textLines, textRoom } from '../overlays/overlay-rows.ts';
import type { Desk } from './desk.ts';
import { rowSteps } from './row-steps.ts';

type Scrolled = Extract<Overlay, { kind: 'text' | 'help' | 'chart' }>;

/** Scrolls a box, at most until its last row is at its bottom. */
export function scrollOverlay(open: Scrolled, key: string, desk: Desk): void {
  const by = rowSteps[key === ' ' ? 'pagedown' : key];
  if (by === undefined) return;
  const top = Math.min(lastTop(open, desk), Math.max(0, open.top + by));
  if (top !== open.top) desk.store.act({ type: 'overlay', overlay: { ...open, top } });
}

/** The first visible row when the last one is at the bottom. */
function lastTop(open: Scrolled, desk: Desk): number {
  const { state, theme, run } = desk.scene();
  const { rows } = state.size;
  switch (open.kind) {
    case 'text':
      return Math.max(0, textLines(open.lines, state.size).length - textRoom(rows));
    case 'help':
      return Math.max(0, helpLines(state.focus, state.size, theme).length - textRoom(rows));
    case 'chart':
      return Math.max(0, (run?.hosts.length ?? 0) - chartRoom(rows));
    default:
      return open satisfies never;
  }
}
