/** The lines of one host that match a search. */
export interface HostHits {
  readonly host: string;
  /** Line numbers, counted from 0, in order; if there are many, only the first ones, see `mostHits`. */
  readonly lines: readonly number[];
  /** How many lines match, including those that `lines` leaves out. */
  readonly count: number;
  /** All lines before this one have been searched, or are being searched. */
  readonly to: number;
  /** Some earlier lines are not kept anywhere any more, and could not be searched. */
  readonly unseen?: true;
}

/**
 * How many line numbers a search reports for each of so many hosts: a letter that occurs in every line must not flood
 * anything.
 */
export const mostHits = (hosts: number): number =>
  Math.max(20, Math.min(1000, Math.floor(50_000 / hosts)));

/** How many line numbers are kept for one host. */
const mostKept = 5000;

/** Both together; they cover different lines. */
export function joinedHits(a: HostHits | undefined, b: HostHits): HostHits {
  if (!a) return b;
  const lines = [...a.lines, ...b.lines].sort((x, y) => x - y).slice(0, mostKept);
  const unseen = a.unseen || b.unseen ? { unseen: true as const } : {};
  return { host: a.host, lines, count: a.count + b.count, to: Math.max(a.to, b.to), ...unseen };
}
