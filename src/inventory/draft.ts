import { UsageError } from '../domain/failure.ts';
import { InventoryError, type Problem } from '../domain/inventory.ts';
import { expand, size } from '../domain/node-set.ts';
import { quoted } from '../domain/quoted.ts';
import { freeGroupNames } from './group-names.ts';
import { inOrder, type Place, type Places, pathKey, problem } from './place.ts';
import type { RawGroup, RawHost, RawInventory } from './schema.ts';
import type { Written } from './written.ts';

/** A value, and where it was written. */
export interface Marked<T> {
  readonly value: T;
  readonly place: Place;
}

type Field = Exclude<keyof RawHost, 'vars'>;

/** What is said of a host, a group or of all. */
export class Entry {
  readonly place: Place;
  readonly fields = new Map<Field, Marked<unknown>>();
  readonly vars = new Map<string, Marked<string>>();

  constructor(place: Place) {
    this.place = place;
  }

  set<F extends Field>(field: F, value: NonNullable<RawHost[F]>, place: Place): void {
    this.fields.set(field, { value, place });
  }
}

export class GroupEntry extends Entry {
  /** Node sets of hosts, and the groups below. */
  readonly members = new Map<string, Place>();
  readonly groups = new Map<string, Place>();
}

/** A host may be in several groups; names beyond this are a slip in a range. */
const mostExpanded = 1_000_000;

/** An inventory in the making: what a file of another format says, piece by piece. */
export class Draft {
  readonly file: string;
  readonly hosts = new Map<string, Entry>();
  readonly groups = new Map<string, GroupEntry>();
  readonly defaults = new Entry({ line: 1, column: 1 });
  readonly #problems: Problem[] = [];
  readonly #warnings = new Set<string>();
  #expanded = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** The host of this name, which is known from here on. */
  host(name: string, place: Place): Entry {
    const entry = this.hosts.get(name) ?? new Entry(place);
    this.hosts.set(name, entry);
    return entry;
  }

  group(name: string, place: Place): GroupEntry {
    const entry = this.groups.get(name) ?? new GroupEntry(place);
    this.groups.set(name, entry);
    return entry;
  }

  /** The names of a node set; none, and a problem, where it is wrong. @throws InventoryError where there are too many */
  expanded(names: string, place: Place): readonly string[] {
    try {
      this.#expanded += size(names);
      if (this.#expanded > mostExpanded)
        throw new InventoryError([
          problem(this.file, place, 'more than a million names up to here – split the inventory'),
        ]);
      return expand(names);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.wrong(place, error.message);
      return [];
    }
  }

  wrong(place: Place, message: string): void {
    this.#problems.push(problem(this.file, place, message));
  }

  /** What the operator should know; nothing is refused for it. */
  note(place: Place, message: string): void {
    this.#warnings.add(`${place.file ?? this.file}:${place.line}: ${message}`);
  }

  /** @throws InventoryError with every problem that was told */
  written(): Written {
    if (this.#problems.length > 0) throw new InventoryError(inOrder(this.#problems));
    const places = new Map<string, Place>();
    const names = freeGroupNames(this);
    const raw: RawInventory = {
      version: 1,
      defaults: this.#raw(this.defaults, ['defaults'], places),
      hosts: Object.fromEntries(
        [...this.hosts].map(([name, entry]) => [name, this.#raw(entry, ['hosts', name], places)]),
      ),
      groups: Object.fromEntries(
        [...this.groups].map(([name, entry]) => {
          const called = names.get(name) ?? name;
          return [called, this.#rawGroup(entry, called, names, places)];
        }),
      ),
    };
    return { raw, places: placesIn(places), warnings: [...this.#warnings] };
  }

  #rawGroup(
    entry: GroupEntry,
    name: string,
    names: ReadonlyMap<string, string>,
    places: Map<string, Place>,
  ): RawGroup {
    const path = ['groups', name];
    const list = (key: string, marked: readonly (readonly [string, Place])[]) => {
      marked.forEach(([, place], index) => {
        places.set(pathKey([...path, key, String(index)]), place);
      });
      return marked.map(([text]) => text);
    };
    const groups = [...entry.groups].map(
      ([text, place]) => [names.get(text) ?? text, place] as const,
    );
    return {
      ...(entry.members.size > 0 && { hosts: list('hosts', [...entry.members]) }),
      ...(groups.length > 0 && { groups: list('groups', groups) }),
      ...this.#raw(entry, path, places),
    };
  }

  #raw(entry: Entry, path: readonly string[], places: Map<string, Place>): RawHost {
    places.set(pathKey(path), entry.place);
    for (const [field, { place }] of entry.fields) places.set(pathKey([...path, field]), place);
    const raw: Record<string, unknown> = Object.fromEntries(
      [...entry.fields].map(([field, { value }]) => [field, value]),
    );
    const vars = [...entry.vars].filter(([name, { place }]) => this.#isVariable(name, place));
    for (const [name, { place }] of vars) places.set(pathKey([...path, 'vars', name]), place);
    if (vars.length > 0)
      raw.vars = Object.fromEntries(vars.map(([name, { value }]) => [name, value]));
    return raw;
  }

  #isVariable(name: string, place: Place): boolean {
    if (/^[A-Za-z_][\w.-]*$/.test(name) && name !== '__proto__') return true;
    this.note(place, `variable ${quoted(name)} is left out – name it with letters, digits and _`);
    return false;
  }
}

function placesIn(places: ReadonlyMap<string, Place>): Places {
  const find = (path: readonly PropertyKey[]): Place => {
    for (let length = path.length; length > 0; length--) {
      const place = places.get(pathKey(path.slice(0, length)));
      if (place) return place;
    }
    return { line: 1, column: 1 };
  };
  return { at: find, keyAt: find };
}
