import type { Size } from '../store/state.ts';
import { layRow, type Paper } from './paper.ts';
import type { Transcript } from './transcript.ts';
import type { Anchor, LayRow } from './window-rows.ts';

/** The row at the top of a window in which `row` is seen with some of what stands before it. */
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

/** The same anchor, or `row` itself where lines that have come since take so much room that it is not seen. */
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
