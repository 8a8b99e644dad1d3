import { foldBoxes } from './fold-boxes.ts';
import { byText, foldIndexes } from './fold-indexes.ts';

/** Names that differ only in their numbers. */
interface Shape {
  /** The text around the numbers: one piece more than there are numbers. */
  readonly literals: readonly string[];
  /** The numbers of each name. */
  readonly indexes: string[][];
}

/**
 * Names as a node set, each once, in nodeset's order: `db[01-02],web[01-08]`.
 * Two and more numbers in a name fold too: `r[1-2]n[1-2]`.
 */
export function fold(names: Iterable<string>): string {
  return [...shapesOf(names)]
    .sort(([a], [b]) => byText(a, b))
    .map(([, shape]) => foldShape(shape))
    .join(',');
}

/** By nodeset's sort key: the name with `%s` in place of each number. */
function shapesOf(names: Iterable<string>): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const name of new Set(names)) {
    const parts = name.split(/(\d+)/);
    const literals = parts.filter((_, position) => position % 2 === 0);
    const indexes = parts.filter((_, position) => position % 2 === 1);
    const key = literals.map(withoutPercent).join('%s');
    const shape = shapes.get(key);
    if (shape) shape.indexes.push(indexes);
    else shapes.set(key, { literals, indexes: [indexes] });
  }
  return shapes;
}

function withoutPercent(literal: string): string {
  return literal.includes('%') ? literal.replaceAll('%', '%%') : literal;
}

function foldShape({ literals, indexes }: Shape): string {
  if (literals.length === 1) return literals.join('');
  if (literals.length === 2) return written(literals, [indexes.flat()]);
  return foldBoxes(indexes)
    .map((box) => written(literals, box))
    .join(',');
}

function written(literals: readonly string[], axes: readonly (readonly string[])[]): string {
  return literals.map((literal, position) => literal + bracketed(axes[position] ?? [])).join('');
}

function bracketed(indexes: readonly string[]): string {
  return indexes.length > 1 ? `[${foldIndexes(indexes)}]` : indexes.join('');
}
