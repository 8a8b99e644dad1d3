import { fold } from '../domain/fold.ts';

/** The folded node set of `hosts`; remembered, because the same sets come frame after frame. */
export function folded(hosts: readonly string[]): string {
  const key = hosts.join();
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= most) remembered.clear();
  const text = fold(hosts);
  remembered.set(key, text);
  return text;
}

const remembered = new Map<string, string>();
const most = 1000;
