import type { Overlay } from '../store/state.ts';
import type { Desk } from './desk.ts';
import { differenceAt, differenceView } from './difference-view.ts';
import { blocksOf } from './scene.ts';
import { views } from './views/index.ts';

type Open = Extract<Overlay, { kind: 'difference' }>;

/** Opens the difference between what the cursor is on and the largest block, or the next one where it is that. */
export function openDifference(desk: Desk): void {
  const scene = desk.scene();
  const { run, state } = scene;
  const { under } = views[state.view].plan(scene, desk.area());
  const [largest, second] = run ? blocksOf(run, state) : [];
  const [host] = under;
  if (!largest || !host) return;
  const isLargest = largest.hosts.includes(host);
  const other = isLargest ? second?.id : host;
  if (other === undefined) {
    const text = 'every host has answered alike';
    desk.store.act({ type: 'notice', notice: { kind: 'info', text } });
    return;
  }
  show(desk, { kind: 'difference', baseline: largest.id, other, top: 0 });
}

export function typeDifference(key: string, open: Open, desk: Desk): void {
  const view = differenceView(desk.scene(), open);
  const to = (top: number) => {
    const last = Math.max(0, (view?.rows.length ?? 0) - 1);
    show(desk, { ...open, top: Math.min(last, Math.max(0, top)) });
  };
  const { starts = [], room = 1 } = view ?? {};
  const at = differenceAt(starts, open.top);
  switch (key) {
    case 'n':
      to(starts[at] ?? open.top);
      return;
    case 'N':
      to(starts[at - 2] ?? 0);
      return;
    case 'escape':
    case 'q':
    case 'd':
    case 'C-c':
      desk.store.act({ type: 'overlay', overlay: undefined });
      return;
    default: {
      const by = steps[key];
      if (by !== undefined) to(open.top + by(room));
    }
  }
}

const show = ({ store }: Desk, overlay: Open) => store.act({ type: 'overlay', overlay });

const steps: Readonly<Record<string, (room: number) => number>> = {
  up: () => -1,
  k: () => -1,
  down: () => 1,
  j: () => 1,
  pageup: (room) => -room,
  pagedown: (room) => room,
  ' ': (room) => room,
  g: () => Number.NEGATIVE_INFINITY,
  G: () => Number.MAX_SAFE_INTEGER,
};
