import type { Overlay, Size } from '../../store/state.ts';
import { differenceOf } from '../block-diff.ts';
import { diffRows } from '../diff-rows.ts';
import { folded } from '../folded.ts';
import { maskersOf } from '../maskers.ts';
import { blocksOf, type Scene } from '../scene.ts';
import { boxRows } from './box-rows.ts';
import type { Popup } from './popup.ts';

type Open = Extract<Overlay, { kind: 'difference' }>;

export interface DifferenceView {
  readonly rows: readonly string[];
  /** The row at which each difference begins. */
  readonly starts: readonly number[];
  /** How many rows are visible at once. */
  readonly room: number;
}

/** The differences of two hosts on the whole screen; undefined while their lines are being read. */
export function differenceView(scene: Scene, open: Open): DifferenceView | undefined {
  const { run, state, linesOf, wanted, theme } = scene;
  const { columns, rows } = state.size;
  if (!run) return undefined;
  const difference = differenceOf(
    { run, linesOf, wanted, ...maskersOf(state) },
    open.baseline,
    open.other,
  );
  return difference && { ...diffRows(difference, columns - 4, theme), room: rows - 2 };
}

export function differencePopup(scene: Scene, open: Open, size: Size): Popup {
  const view = differenceView(scene, open);
  const names = namesOf(scene, open);
  const lines = !view
    ? ['reading …']
    : view.starts.length === 0
      ? ['they are equal', ...view.rows.slice(open.top, open.top + view.room - 1)]
      : view.rows.slice(open.top, open.top + view.room);
  return {
    left: 0,
    top: 0,
    width: size.columns,
    rows: boxRows(`- ${names[0]}   + ${names[1]}`, lines, size.columns, size.rows, scene.theme, {
      foot: `${placeWords(view, open.top)}n next, N before, Esc back`,
    }),
  };
}

/** Which difference is at the top, counted from 1. */
export const differenceAt = (starts: readonly number[], top: number): number =>
  Math.max(1, starts.filter((start) => start <= top).length);

/** The hosts that say the same as each of the two; if both are in one block, just their own names. */
function namesOf({ run, state }: Scene, { baseline, other }: Open): readonly string[] {
  const blocks = run ? blocksOf(run, state) : [];
  return [baseline, other].map((host) => {
    const block = blocks.find(({ hosts }) => hosts.includes(host));
    if (!block || block.hosts.length === 1) return host;
    const isOfBoth = block.hosts.includes(baseline) && block.hosts.includes(other);
    return isOfBoth ? host : `${folded(block.hosts)} (${block.hosts.length})`;
  });
}

function placeWords(view: DifferenceView | undefined, top: number): string {
  if (!view || view.starts.length === 0) return '';
  return `${differenceAt(view.starts, top)} of ${view.starts.length} differences, `;
}
