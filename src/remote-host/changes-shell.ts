import type { Snapshot } from '../domain/remembered.ts';
import { exportedIn, functionsIn } from './snapshot.ts';

/** A longer line is not looked at, characters. */
const longest = 1024;

/**
 * Whether a line may have changed what a snapshot has, told by its words; `last`: the one before it. A guess: what is
 * missed, e.g. `read PATH`, is in a snapshot a little later, and a word too many costs one.
 */
export function mayChangeShell(line: string, last: Snapshot | undefined): boolean {
  if (line.length > longest || definition.test(line)) return true;
  const names = last && namesIn(last);
  return line.split(between).some((piece) => commandChanges(piece, names));
}

/** `name() …` */
const definition = /\(\s*\)/;
const between = /[;&|(){}`\n!]|\b(?:if|then|elif|else|do|while|until|time)\s/;
const assignment = /^([A-Za-z_]\w*)(?:\[.*\])?\+?=/;

function commandChanges(command: string, names: Names | undefined): boolean {
  for (const word of command.split(/\s+/)) {
    const [, variable] = assignment.exec(word) ?? [];
    if (variable !== undefined) {
      if (isExported(variable, names)) return true;
      continue;
    }
    const name = word.replace(/^\\/, '');
    if (name === '' || prefixes.has(name)) continue;
    return changing.has(name) || names?.functions.has(name) === true;
  }
  return false;
}

/** Not known yet: what logins export has capitals. */
const isExported = (variable: string, names: Names | undefined): boolean =>
  names === undefined ? /^[A-Z]/.test(variable) : names.exported.has(variable);

interface Names {
  readonly exported: ReadonlySet<string>;
  readonly functions: ReadonlySet<string>;
}

const known = new WeakMap<Snapshot, Names>();

function namesIn(snapshot: Snapshot): Names {
  const names = known.get(snapshot) ?? {
    exported: new Set(exportedIn(snapshot)),
    functions: new Set(functionsIn(snapshot)),
  };
  known.set(snapshot, names);
  return names;
}

const prefixes: ReadonlySet<string> = new Set(['builtin', 'command']);

const changing: ReadonlySet<string> = new Set([
  ...['export', 'declare', 'typeset', 'readonly', 'unset', 'alias', 'unalias', 'umask'],
  ...['.', 'source', 'eval', 'function', 'shopt', 'unfunction', 'autoload'],
]);
