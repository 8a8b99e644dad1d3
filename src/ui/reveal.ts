import type { Size } from '../store/state.ts';
import { layRow, type Paper } from './paper.ts';
import type { Transcript } from './transcript.ts';
import type { Anchor, LayRow } from './window-rows.ts';

/** The top row of a window that shows `row` and some of what stands before it. */
export function anchorAt(transcript: Transcript, row: number, inner: Size, paper: Paper): number {
  let top = row;
  let room = Math.floor(inner.rows / 3);
  while (top > 0) {
    room -= layRow(transcript.row(top - 1), inner.columns, paper).length;
    if (room < 0) break;
    top -= 1;
  }
  return top;
}

/** The same anchor, or `row` itself if new lines would push it out of sight. */
export function keptInSight(
  anchor: Anchor,
  row: number | undefined,
  height: number,
  lay: LayRow,
): Anchor {
  if (anchor === 'follow' || row === undefined || row < anchor || row - anchor > height)
    return anchor;
  let room = height;
  for (let index = anchor; index < row && room > 0; index += 1) room -= lay(index).length;
  return room > 0 ? anchor : row;
}
