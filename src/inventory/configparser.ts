import { UsageError } from '../domain/failure.ts';
import { InventoryError } from '../domain/inventory.ts';
import { interpolation } from './configparser/interpolation.ts';
import {
  type Option,
  type PythonIni,
  rawValue,
  readPythonIni,
  type Section,
} from './configparser/python-ini.ts';
import { readSections } from './configparser/sections.ts';
import { Draft, type Marked } from './draft.ts';
import type { Format } from './formats.ts';
import { iniKind } from './ini-kind.ts';
import { inOrder, type Place } from './place.ts';

/** The file of Python's configparser: a section for each host and each group of hosts. */
export const configparser: Format = {
  name: 'configparser',
  summary: "Python's configparser: [web01] host = 10.0.0.5, [web] hosts = web01,web02",
  matches: (source) => iniKind(source) === 'configparser',
  async read({ text, path }) {
    const ini = readPythonIni(text, path);
    if (ini.problems.length > 0) throw new InventoryError(inOrder(ini.problems));
    const draft = new Draft(path);
    const { defaults, sections } = withValues(ini, draft);
    readSections(defaults, sections, draft);
    return draft.written();
  },
};

/** A section with its values worked out, and with those of [DEFAULT] that mean something else in it. */
export interface ReadSection {
  readonly name: string;
  readonly place: Place;
  readonly values: ReadonlyMap<string, ReadValue>;
}

export interface ReadValue extends Marked<string> {
  /** Where its name stands. */
  readonly key: Place;
}

function withValues(
  { defaults, sections }: PythonIni,
  draft: Draft,
): { readonly defaults: ReadSection; readonly sections: readonly ReadSection[] } {
  const interpolate = interpolation();
  const told = new Set<Option>();
  const common = valuesOf(defaults, [...defaults.options.values()], 'skip');
  const read = [...sections.values()].map((section) => {
    const own = [...section.options.values()];
    const relative = [...defaults.options.values()].filter(
      (option) => !section.options.has(option.name) && rawValue(option).includes('%('),
    );
    return valuesOf(section, [...own, ...relative], 'tell');
  });
  return { defaults: common, sections: read };

  /** What [DEFAULT] refers to may stand in the sections: there it has to be right. */
  function valuesOf(
    section: Section,
    options: readonly Option[],
    mistakes: 'tell' | 'skip',
  ): ReadSection {
    const values = new Map<string, ReadValue>();
    const lookUp = (name: string) => {
      const option = section.options.get(name) ?? defaults.options.get(name);
      return option && rawValue(option);
    };
    for (const option of options) {
      try {
        const value = interpolate(rawValue(option), lookUp);
        const usual = section !== defaults && common.values.get(option.name);
        if (usual && usual.value === value && !section.options.has(option.name)) continue;
        values.set(option.name, { value, place: option.valuePlace, key: option.place });
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        if (mistakes === 'tell' && !told.has(option)) draft.wrong(option.valuePlace, error.message);
        if (mistakes === 'tell') told.add(option);
      }
    }
    return { name: section.name, place: section.place, values };
  }
}
