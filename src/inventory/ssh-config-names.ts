import { globSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Place } from './place.ts';

/** As deep as OpenSSH follows Include (readconf.c, READCONF_MAX_DEPTH). */
const deepest = 16;
const largest = 4 * 1024 * 1024; // bytes

/** The literal names of the `Host` lines of ~/.ssh/config and what it includes (ssh_config(5)); never throws. */
export function sshConfigNames(home = homedir()): string[] {
  return [...sshConfigHosts(path.join(home, '.ssh', 'config'), home).keys()];
}

/** The same of any such file, with where each name stands first. A file is read once, however often it is included. */
export function sshConfigHosts(main: string, home = homedir()): ReadonlyMap<string, Place> {
  const names = new Map<string, Place>();
  const seen = new Set<string>();
  read(main, 0);
  return names;

  function read(file: string, depth: number): void {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [index, line] of linesOf(file).entries()) {
      const [keyword = '', ...values] = wordsOf(line);
      if (/^host$/i.test(keyword)) {
        const place = { line: index + 1, column: 1, ...(file !== main && { file }) };
        for (const value of values)
          if (!/[*?!]/.test(value) && !names.has(value)) names.set(value, place);
      }
      if (/^include$/i.test(keyword) && depth < deepest) {
        for (const value of values) for (const each of included(value)) read(each, depth + 1);
      }
    }
  }

  function included(value: string): string[] {
    const expanded = value.replace(/^~(?=\/)/, home);
    const folder = main.startsWith('/etc/ssh/') ? '/etc/ssh' : path.join(home, '.ssh');
    return globSync(path.isAbsolute(expanded) ? expanded : path.join(folder, expanded)).sort();
  }
}

/** Words may be in double quotes; `Host=web01` is `Host web01`; what follows `#` is a comment. */
function wordsOf(line: string): string[] {
  const words = line.trim().match(/"[^"]*"|[^\s"]+/g) ?? [];
  const comment = words.findIndex((word) => word.startsWith('#'));
  const [first = '', ...rest] = comment === -1 ? words : words.slice(0, comment);
  const [keyword = '', value] = first.split('=', 2);
  const values = value ? [value, ...rest] : rest;
  if (value === undefined && values[0]?.startsWith('='))
    values.splice(0, 1, ...(values[0] === '=' ? [] : [values[0].slice(1)]));
  return [keyword, ...values.map((word) => word.replaceAll('"', ''))];
}

function linesOf(file: string): string[] {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= largest ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  } catch {
    return [];
  }
}
