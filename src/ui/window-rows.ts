/** Row at the top, or `follow`: the newest row is at the bottom. */
export type Anchor = number | 'follow';

/** Lays row `index` out as rows of the screen; none for a row that is not shown. */
export type LayRow = (index: number) => readonly string[];

/** What a window of `height` rows shows of a text, and the first row that is whole or partly in it. */
export interface WindowRows {
  readonly rows: readonly string[];
  readonly first: number;
  /** The newest row is in it. */
  readonly atEnd: boolean;
}

/** Lays out only what is seen: from the last row up (not beyond `floor`), or from `anchor` down. */
export function windowRows(
  length: number,
  anchor: Anchor,
  height: number,
  lay: LayRow,
  floor = 0,
): WindowRows {
  if (anchor !== 'follow') {
    const down = downFrom(length, anchor, height, lay);
    if (down.rows.length >= height) return down;
  }
  return upFromEnd(length, height, lay, floor);
}

/** The anchor so many rows of the screen further down, or up below 0; `follow` when that reaches the end. */
export function scrolledAnchor(
  shown: WindowRows,
  length: number,
  by: number,
  height: number,
  lay: LayRow,
): Anchor {
  if (by < 0) {
    let first = shown.first;
    for (let left = -by; left > 0 && first > 0; first -= 1) left -= lay(first - 1).length;
    return shown.atEnd && first === shown.first ? 'follow' : first;
  }
  let first = shown.first;
  for (let left = by; left > 0 && first < length; first += 1) left -= lay(first).length;
  return downFrom(length, first, height, lay).atEnd ? 'follow' : first;
}

function downFrom(length: number, anchor: number, height: number, lay: LayRow): WindowRows {
  const rows: string[] = [];
  let index = Math.max(0, anchor);
  for (; index < length && rows.length < height; index += 1) rows.push(...lay(index));
  // What takes no room is seen with what is above it.
  while (index < length && lay(index).length === 0) index += 1;
  const atEnd = index >= length && rows.length <= height;
  return { rows: rows.slice(0, height), first: anchor, atEnd };
}

function upFromEnd(length: number, height: number, lay: LayRow, floor: number): WindowRows {
  const laid: (readonly string[])[] = [];
  let count = 0;
  let index = length;
  while (index > floor && count < height) {
    index -= 1;
    const rows = lay(index);
    laid.push(rows);
    count += rows.length;
  }
  const rows = laid.reverse().flat();
  return { rows: rows.slice(Math.max(0, rows.length - height)), first: index, atEnd: true };
}
