/**
 * The candidates that a mistyped name may have meant, best first; none if nothing is close. Close means: at most a
 * third of the letters wrong, or one name being the beginning of the other. Case does not count.
 */
export function nearest(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const typed = name.toLowerCase();
  const reach = Math.min(Math.ceil(typed.length / 3), typed.length - 1);
  const found: { candidate: string; distance: number; longer: number }[] = [];
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const distance = distanceWithin(reach, typed, other);
    if (distance > reach) continue;
    found.push({ candidate, distance, longer: Math.abs(other.length - typed.length) });
  }
  const best = found.sort((a, b) => a.distance - b.distance || a.longer - b.longer);
  return [...new Set(best.map(({ candidate }) => candidate))].slice(0, limit);
}

/** A beginning counts as one mistake, however much is missing. */
function distanceWithin(reach: number, a: string, b: string): number {
  if (a === b) return 0;
  if (beginsLike(a, b)) return 1;
  if (Math.abs(a.length - b.length) > reach) return Number.POSITIVE_INFINITY;
  return mistakesWithin(reach, a, b);
}

function beginsLike(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  return shorter >= 2 && (a.startsWith(b) || b.startsWith(a));
}

/** Letters added, left out, replaced or swapped with their neighbour; gives up beyond `reach`. */
function mistakesWithin(reach: number, a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const mistakes = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + replaced,
        swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
      current.push(mistakes);
      least = Math.min(least, mistakes);
    }
    if (least > reach) return Number.POSITIVE_INFINITY;
    beforeLast = last;
    last = current;
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
