import { UsageError } from '../../domain/failure.ts';
import { InventoryError, type Problem } from '../../domain/inventory.ts';
import { quoted } from '../../domain/quoted.ts';
import { inOrder, type Place, problem } from '../place.ts';
import { type ShellWord, shellWords } from '../shell-words.ts';
import { type AnsibleData, ansibleGroup, ansibleHost, emptyData, type Vars } from './data.ts';
import { hostPatterns, type NamedHosts, Unbounded } from './hosts.ts';
import { TooManyNames } from './range.ts';

/** By the rules of Ansible's own reader (plugins/inventory/ini.py). @throws InventoryError */
export function readAnsibleIni(text: string, file: string): AnsibleData {
  const data = emptyData();
  const problems: Problem[] = [];
  const wrong = (place: Place, message: string) => problems.push(problem(file, place, message));
  /** Groups that have a section, and those whose section may come later. */
  const declared = new Set(['all', 'ungrouped']);
  const awaited = new Map<string, { readonly place: Place; readonly message: string }>();
  let section = { name: 'ungrouped', kind: 'hosts' };
  const namedHosts = hostPatterns();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const trimmed = line.trim();
    const place = { line: index + 1, column: line.length - line.trimStart().length + 1 };
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    if (trimmed.startsWith('[') && /^\[[^\]]*\](\s*#.*)?$/.test(trimmed))
      readHeader(trimmed, place);
    else if (section.kind === 'vars') readVariable(trimmed, place);
    else if (section.kind === 'children') readChild(trimmed, place);
    else readHosts(trimmed, place);
  }
  for (const [name, { place, message }] of awaited) if (!declared.has(name)) wrong(place, message);
  if (problems.length > 0) throw new InventoryError(inOrder(problems));
  return data;

  function readHeader(header: string, place: Place): void {
    const [, name = '', kind = 'hosts'] = /^\[([^:\]\s]+)(?::(\w+))?\]/.exec(header) ?? [];
    if (name === '' || !['hosts', 'children', 'vars'].includes(kind)) {
      wrong(place, 'this is no section – write [web], [web:children] or [web:vars]');
      return;
    }
    section = { name, kind };
    if (kind === 'vars') {
      const message = `no group ${quoted(name)} has these variables – write [${name}] with its hosts`;
      if (!awaited.has(name)) awaited.set(name, { place, message });
    } else {
      declared.add(name);
      ansibleGroup(data, name, place);
    }
  }

  function readVariable(line: string, place: Place): void {
    const equals = line.indexOf('=');
    if (equals < 1) {
      wrong(place, `this is no variable – write NAME=VALUE, or hosts under [${section.name}]`);
      return;
    }
    const value = line.slice(equals + 1);
    const column = place.column + equals + 1 + value.length - value.trimStart().length;
    ansibleGroup(data, section.name, place).vars.set(line.slice(0, equals).trim(), {
      value: pythonText(value.trim()),
      place: { line: place.line, column },
    });
  }

  function readChild(line: string, place: Place): void {
    const name = /^([^:\]\s]+)\s*(?:#.*)?$/.exec(line)?.[1];
    if (name === undefined) {
      wrong(place, 'this is no name of a group – write one group a line');
      return;
    }
    ansibleGroup(data, section.name, place).children.set(name, place);
    const message = `no group ${quoted(name)} – write [${name}] with its hosts`;
    if (!awaited.has(name)) awaited.set(name, { place, message });
  }

  function readHosts(line: string, place: Place): void {
    const words = shellWords(line, 'comments');
    if (!words) {
      wrong(place, 'a quote is never closed – write it again at the end of the value');
      return;
    }
    const [pattern, ...rest] = words;
    if (!pattern) return;
    const vars = hostVars(rest, place);
    const named = hostsIn(pattern.text, place);
    for (const name of named.names) {
      const host = ansibleHost(data, name, place);
      ansibleGroup(data, section.name, place).hosts.set(name, place);
      for (const [key, value] of [...named.vars, ...vars]) host.vars.set(key, value);
    }
  }

  function hostVars(words: readonly ShellWord[], place: Place): Vars {
    const vars: Vars = new Map();
    for (const { text, column } of words) {
      const at = { line: place.line, column: place.column + column - 1 };
      const equals = text.indexOf('=');
      if (equals < 1) wrong(at, `this is no variable – write NAME=VALUE without blanks`);
      else
        vars.set(text.slice(0, equals), { value: pythonText(text.slice(equals + 1)), place: at });
    }
    return vars;
  }

  function hostsIn(pattern: string, place: Place): NamedHosts {
    try {
      if (/^[\w.-]+:$/.test(pattern))
        throw new UsageError(
          `${quoted(pattern)} is a key of YAML – take ":" away, or name the file .yaml`,
        );
      if (/^[^[\]]+=/.test(pattern))
        throw new UsageError(
          `this is no host – variables of a group stand under [${section.name}:vars]`,
        );
      return namedHosts(pattern, place);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (error instanceof TooManyNames) throw new Unbounded([problem(file, place, error.message)]);
      wrong(place, error.message);
      return { names: [], vars: new Map() };
    }
  }
}

/** What `ast.literal_eval` makes of a string literal; all else stays the text it is. */
function pythonText(text: string): string {
  const [, literal] =
    /^('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\d+|True|False)\s*(?:#.*)?$/.exec(text) ?? [];
  if (literal === undefined) return text;
  if (!/^['"]/.test(literal)) return literal;
  return literal.slice(1, -1).replace(/\\(.)/g, (whole, char: string) => escapes[char] ?? whole);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};
