/**
 * Names of the target language that no group and no host may have: `all`, the result sets of the last run, the marks,
 * and `-`, the target before. `block1`, `block2` and so on are reserved too, see `isReservedTargetName`.
 */
export const reservedTargetNames = [
  'all',
  'failed',
  'ok',
  'odd',
  'marked',
  'slow',
  'down',
  '-',
] as const;

export function isReservedTargetName(name: string): boolean {
  return (reservedTargetNames as readonly string[]).includes(name) || /^block\d+$/.test(name);
}

/** Why a target that is just this name has no hosts. */
export function whyEmpty(name: string): string {
  return reasons[name] ?? `no host is in ${name}`;
}

const reasons: Readonly<Record<string, string>> = {
  all: 'the inventory has no hosts – add some under "hosts:"',
  failed: 'nothing failed in the last run',
  ok: 'no host ended well in the last run',
  odd: 'no host is odd: every answer of the last run is equal',
  marked: 'no host is marked – mark with Space in the grid',
  slow: 'no host is slow',
  down: 'no host is down',
  '-': 'there is no target before this one',
};
