import type { Entry, GroupEntry, Marked } from '../draft.ts';

/** What a host would have from its groups and from all by our rule; `undefined` where equally near groups disagree. */
export interface InheritedValues {
  readonly fields: ReadonlyMap<string, string | undefined>;
  readonly vars: ReadonlyMap<string, string | undefined>;
}

export function inheritedOf(
  levels: readonly (readonly string[])[],
  groups: ReadonlyMap<string, GroupEntry>,
  defaults: Entry,
): InheritedValues {
  const entries = levels.map((level) =>
    level.map((name) => groups.get(name)).filter((entry) => entry !== undefined),
  );
  const all: readonly (readonly Entry[])[] = [...entries, [defaults]];
  return {
    fields: nearest(all.map((level) => level.map((entry) => entry.fields))),
    vars: nearest(all.map((level) => level.map((entry) => entry.vars))),
  };
}

function nearest(
  levels: readonly (readonly ReadonlyMap<string, Marked<unknown>>[])[],
): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const level of levels) {
    const here = new Map<string, string | undefined>();
    for (const values of level) {
      for (const [name, { value }] of values) {
        const text = JSON.stringify(value);
        here.set(name, !here.has(name) || here.get(name) === text ? text : undefined);
      }
    }
    for (const [name, text] of here) if (!found.has(name)) found.set(name, text);
  }
  return found;
}

/** Written at the host: what it has otherwise than its groups say. */
export function writeDifference(wanted: Entry, inherited: InheritedValues, entry: Entry): void {
  for (const [field, marked] of wanted.fields)
    if (inherited.fields.get(field) !== JSON.stringify(marked.value))
      entry.fields.set(field, marked);
  for (const [name, marked] of wanted.vars)
    if (inherited.vars.get(name) !== JSON.stringify(marked.value)) entry.vars.set(name, marked);
  // What its own options for ssh leave out of those of its groups.
  const { place } = wanted;
  if (inherited.fields.has('jump') && !wanted.fields.has('jump')) entry.set('jump', [], place);
  if (inherited.fields.has('ssh_options') && !wanted.fields.has('ssh_options'))
    entry.set('ssh_options', {}, place);
  if (inherited.fields.has('host_key_check') && !wanted.fields.has('host_key_check'))
    entry.set('host_key_check', 'ask', place);
}
