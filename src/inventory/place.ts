import type { Problem } from '../domain/inventory.ts';

/** Line and column of a place in the file, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** Where it is not in the file that was named, but in one that belongs to it. */
  readonly file?: string;
}

/** Where each piece of an inventory was written, by its path: `['hosts', 'web01', 'port']`. */
export interface Places {
  /** Where the value at this path stands; that of its nearest parent where it is missing. */
  at(path: readonly PropertyKey[]): Place;
  /** Where the key itself stands. */
  keyAt(path: readonly PropertyKey[]): Place;
}

export const problem = (file: string, place: Place, message: string): Problem => ({
  file: place.file ?? file,
  line: place.line,
  column: place.column,
  message,
});

/** As the file has them; several files one after the other. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  const rank = new Map(files.map((file, index) => [file, index]));
  return [...problems].sort(
    (a, b) =>
      (rank.get(a.file) ?? 0) - (rank.get(b.file) ?? 0) || a.line - b.line || a.column - b.column,
  );
}

export const pathKey = (path: readonly PropertyKey[]): string => path.map(String).join('\0');
