import { commands } from '../../commands/index.ts';
import { wantedAtPrompt } from '../../completion/at-prompt.ts';
import type { ListingQuery } from '../../domain/listing.ts';
import type { Run } from '../../domain/run.ts';
import { resolveTarget } from '../../domain/target.ts';
import type { TargetWorld } from '../../domain/target-world.ts';
import { type Completion, complete } from '../../shell/complete.ts';
import type { KnownNames } from '../../shell/known-names.ts';
import type { History } from '../history.ts';

/** How many hosts a target selects; undefined while the text is not a valid target. */
export const countHosts =
  (world: () => TargetWorld) =>
  (target: string): number | undefined =>
    hostsOf(target, world())?.length;

function hostsOf(target: string, world: TargetWorld): readonly string[] | undefined {
  try {
    return resolveTarget(target, world, 'allow');
  } catch {
    return undefined;
  }
}

/** What completion looks into. */
export interface CompletionSources {
  world(): TargetWorld;
  /** The hosts of the prompt. */
  selected(): readonly string[];
  runs(): readonly Run[];
  readonly history: Pick<History, 'lines'>;
  remote(hosts: readonly string[], query: ListingQuery): KnownNames | undefined;
  here(query: ListingQuery): KnownNames | undefined;
  /** The host's variables in the inventory. */
  variables(host: string): Readonly<Record<string, string>>;
}

/** Completion over the inventory, the last run, the history, the hosts and our own machine. */
export function completion(
  sources: CompletionSources,
): (text: string, cursor: number) => Completion | undefined {
  const { world, selected, runs, history, remote, here } = sources;
  const count = countHosts(world);
  return (text, cursor) => {
    const now = world();
    const { hosts, groups, results = new Map() } = now;
    return complete(text, cursor, {
      hosts,
      groups,
      results,
      builtins: commands,
      history: history.lines(),
      runs: runs(),
      count,
      options: wantedAtPrompt,
      here,
      remote: (target, query) => {
        const asked = target === undefined ? selected() : hostsOf(target, now);
        if (query.kind === 'placeholders') return placeholders(asked ?? [], sources);
        return asked && remote(asked, query);
      },
    });
  };
}

/** The `%{…}` placeholders that these hosts know, and how many of them know each. */
function placeholders(
  hosts: readonly string[],
  { variables }: Pick<CompletionSources, 'variables'>,
): KnownNames {
  const names = new Map(['host', 'index', 'count'].map((name) => [name, hosts.length]));
  for (const host of hosts) {
    for (const name of Object.keys(variables(host))) names.set(name, (names.get(name) ?? 0) + 1);
  }
  return { names, of: hosts.length };
}
