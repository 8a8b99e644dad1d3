import type { Problem } from '../../domain/inventory.ts';
import { quoted } from '../../domain/quoted.ts';
import { type Place, problem } from '../place.ts';

/** A file as Python's configparser.ConfigParser() reads it, before interpolation. */
export interface PythonIni {
  readonly defaults: Section;
  /** In the order of the file, without `DEFAULT`. */
  readonly sections: ReadonlyMap<string, Section>;
  readonly problems: readonly Problem[];
}

export interface Section {
  readonly name: string;
  readonly place: Place;
  /** By their names in lower case, as configparser has them. */
  readonly options: ReadonlyMap<string, Option>;
}

export interface Option {
  readonly name: string;
  /** All lines of its value. */
  readonly lines: readonly string[];
  readonly place: Place;
  readonly valuePlace: Place;
}

interface OpenOption extends Option {
  readonly lines: string[];
}

interface OpenSection extends Section {
  readonly options: Map<string, OpenOption>;
}

export const rawValue = ({ lines }: Option): string => lines.join('\n').trimEnd();

/** The rules of `RawConfigParser._read` (Lib/configparser.py), with its default settings. */
export function readPythonIni(text: string, file: string): PythonIni {
  const problems: Problem[] = [];
  const defaults = newSection('DEFAULT', { line: 1, column: 1 });
  const sections = new Map<string, OpenSection>();
  let section: OpenSection | undefined;
  let option: OpenOption | undefined;
  let indent = 0;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const value = line.trim();
    const depth = line.length - line.trimStart().length;
    const place = { line: index + 1, column: depth + 1 };
    if (value === '') option?.lines.push('');
    else if (/^[#;]/.test(value)) continue;
    else if (option && depth > indent) option.lines.push(value);
    else {
      indent = depth;
      const header = /^\[(.+)\]/.exec(value)?.[1];
      if (header !== undefined) {
        section = openSection(header, place);
        option = undefined;
      } else if (section) option = readOption(section, value, place) ?? option;
      else {
        wrong(place, 'this stands before the first section – write [NAME] above it');
        break;
      }
    }
  }
  return { defaults, sections, problems };

  function openSection(name: string, place: Place): OpenSection {
    if (name === 'DEFAULT') return defaults;
    const before = sections.get(name);
    if (before)
      wrong(
        place,
        `section ${quoted(name)} is there twice (line ${before.place.line}) – join them`,
      );
    const opened = before ?? newSection(name, place);
    sections.set(name, opened);
    return opened;
  }

  function readOption(to: OpenSection, line: string, place: Place): OpenOption | undefined {
    const [whole, written = '', value = ''] = /^(.*?)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    const name = written.toLowerCase();
    if (whole === undefined || name === '') {
      wrong(place, 'this is no option – write NAME = VALUE');
      return undefined;
    }
    const before = to.options.get(name);
    if (before)
      wrong(place, `${quoted(name)} is here twice (line ${before.place.line}) – keep one of them`);
    const valuePlace = { line: place.line, column: place.column + whole.length - value.length };
    const option = { name, lines: [value], place, valuePlace };
    to.options.set(name, option);
    return option;
  }

  function wrong(place: Place, message: string): void {
    problems.push(problem(file, place, message));
  }
}

const newSection = (name: string, place: Place): OpenSection => ({
  name,
  place,
  options: new Map(),
});
