/** Lines of one host in which something was found. */
export interface HostHits {
  readonly host: string;
  /** Their numbers, counted from 0, in order; of many only the first ones, see `mostHits`. */
  readonly lines: readonly number[];
  /** How many there are, also of those that `lines` leaves out. */
  readonly count: number;
  /** All lines before this one have been looked at, or are being. */
  readonly to: number;
  /** Not in those lines before it that are kept nowhere any more. */
  readonly unseen?: true;
}

/** Line numbers that a search tells of one of so many hosts: a letter that is in every line must not flood anybody. */
export const mostHits = (hosts: number): number =>
  Math.max(20, Math.min(1000, Math.floor(50_000 / hosts)));

/** Line numbers that are kept of one host. */
const mostKept = 5000;

/** Both together; they were found in different lines. */
export function joinedHits(a: HostHits | undefined, b: HostHits): HostHits {
  if (!a) return b;
  const lines = [...a.lines, ...b.lines].sort((x, y) => x - y).slice(0, mostKept);
  const unseen = a.unseen || b.unseen ? { unseen: true as const } : {};
  return { host: a.host, lines, count: a.count + b.count, to: Math.max(a.to, b.to), ...unseen };
}
