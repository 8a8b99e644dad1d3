import { fold } from './fold.ts';
import type { HostState } from './host.ts';
import type { UnknownKey } from './host-key.ts';

/** An unknown key, and the hosts that wait for its acceptance. */
export interface TrustEntry {
  readonly unknown: UnknownKey;
  /** The host with this key, or all hosts behind the jump host that has it. */
  readonly hosts: readonly string[];
  /** How many entries have the same key: more than one means a cloned image, or somebody in the middle. */
  readonly alike: number;
}

/** The keys that wait for acceptance: entries with the same key stand together, the largest such group first. */
export function trustEntries(
  states: Iterable<readonly [host: string, state: HostState]>,
): TrustEntry[] {
  const entries = new Map<string, { unknown: UnknownKey; hosts: string[] }>();
  for (const [host, state] of states) {
    const unknown = state.kind === 'failed' ? state.failure.unknownKey : undefined;
    if (!unknown) continue;
    const entry = entries.get(trustId({ unknown })) ?? { unknown, hosts: [] };
    entry.hosts.push(host);
    entries.set(trustId({ unknown }), entry);
  }
  const alike = Map.groupBy(entries.values(), ({ unknown }) => unknown.key);
  return [...alike.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((same) => same.map((entry) => ({ ...entry, alike: same.length })));
}

/** Identifies an entry: the same for the same key under the same name. */
export const trustId = ({ unknown }: Pick<TrustEntry, 'unknown'>): string =>
  `${unknown.file}\0${unknown.name}\0${unknown.key}`;

/** Each host once, also one that waits for its jump host. */
export const hostsOf = (entries: readonly TrustEntry[]): string[] => [
  ...new Set(entries.flatMap(({ hosts }) => hosts)),
];

/** Whose key it is, for the operator. */
export const ownerOf = ({ unknown, hosts }: TrustEntry): string =>
  unknown.jump === undefined
    ? fold(hosts)
    : `${unknown.jump} (jump host of ${hosts.length === 1 ? hosts[0] : hosts.length})`;
