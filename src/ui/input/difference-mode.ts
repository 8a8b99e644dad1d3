import type { Overlay } from '../../store/state.ts';
import { differenceAt, differenceView } from '../overlays/difference-view.ts';
import { type Block, blocksOf } from '../scene.ts';
import { views } from '../views/index.ts';
import type { Desk } from './desk.ts';
import { refuse, say } from './say.ts';

type Open = Extract<Overlay, { kind: 'difference' }>;

/** Opens the difference of two answers. */
export function openDifference(desk: Desk): void {
  const scene = desk.scene();
  const { run, state } = scene;
  const { under } = views[state.view].plan(scene, desk.area());
  const blocks = run ? blocksOf(run, state) : [];
  if (blocks.length === 0 || under.length === 0) {
    refuse(desk, 'nobody has answered here yet – d compares answers');
    return;
  }
  const two = comparedHosts(blocks, state.marked, under);
  if (!two) {
    say(desk, 'every host has answered alike');
    return;
  }
  show(desk, { kind: 'difference', ...two, top: 0 });
}

/**
 * What to compare: the two hosts or blocks that are marked; else the largest block, and the one under the cursor or the
 * next one. Undefined if there is only one.
 */
export function comparedHosts(
  blocks: readonly Block[],
  marked: ReadonlySet<string>,
  under: readonly string[],
): { readonly baseline: string; readonly other: string } | undefined {
  const hosts = blocks.flatMap((block) => block.hosts.filter((host) => marked.has(host)));
  const heads = blocks.filter((block) => block.hosts.some((host) => marked.has(host)));
  const chosen = hosts.length === 2 ? hosts : heads.length === 2 ? heads.map(({ id }) => id) : [];
  const [largest, second] = blocks;
  const [host] = under;
  const [baseline = largest?.id, other = host] = chosen;
  if (baseline === undefined || other === undefined) return undefined;
  if (chosen.length === 2 || !largest?.hosts.includes(other)) return { baseline, other };
  return second && { baseline, other: second.id };
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
      // `n` may have scrolled beyond the last full screen
      const end = Math.max(open.top, (view?.rows.length ?? 0) - room);
      if (by !== undefined) to(Math.min(end, open.top + by(room)));
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
