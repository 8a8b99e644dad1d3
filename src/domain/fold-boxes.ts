import { byText, sortIndexes } from './fold-indexes.ts';

/** For each number in a name, its indexes; the box stands for all combinations of them. */
export type Box = readonly (readonly string[])[];

/**
 * A few boxes that contain exactly these points, none of them twice, in nodeset's order: larger ones first. Boxes that
 * differ along one axis only are merged; the last axis is tried first, until nothing merges.
 */
export function foldBoxes(points: readonly (readonly string[])[]): readonly Box[] {
  const axes = Object.keys(points[0] ?? []).map(Number);
  let boxes: readonly Box[] = points.map((point) => point.map((index) => [index]));
  let before: number;
  do {
    before = boxes.length;
    for (const axis of axes.toReversed()) boxes = mergeAlong(axis, boxes);
  } while (boxes.length < before && boxes.length > 1);
  return [...boxes].sort(byNodesetOrder);
}

/** No two boxes share a point, so boxes that are equal along the other axes are disjoint along this one. */
function mergeAlong(axis: number, boxes: readonly Box[]): readonly Box[] {
  const alike = new Map<string, Box[]>();
  for (const box of boxes) {
    const key = box.map((indexes, at) => (at === axis ? '' : indexes.join())).join(';');
    const group = alike.get(key);
    if (group) group.push(box);
    else alike.set(key, [box]);
  }
  return [...alike.values()].map((group) => merged(axis, group));
}

function merged(axis: number, group: readonly Box[]): Box {
  const [box = []] = group;
  if (group.length === 1) return box;
  return box.with(axis, sortIndexes(group.flatMap((each) => each[axis] ?? [])));
}

/** Larger boxes first, then along each axis: more indexes, first index, last index, these compared as text. */
function byNodesetOrder(a: Box, b: Box): number {
  const bySize = volume(b) - volume(a);
  if (bySize !== 0) return bySize;
  for (const [axis, mine] of a.entries()) {
    const other = b[axis] ?? [];
    const order =
      other.length - mine.length ||
      byText(mine[0] ?? '', other[0] ?? '') ||
      byText(mine.at(-1) ?? '', other.at(-1) ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function volume(box: Box): number {
  return box.reduce((product, indexes) => product * indexes.length, 1);
}
