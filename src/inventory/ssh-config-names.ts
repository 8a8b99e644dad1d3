import { globSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** As deep as OpenSSH follows Include (readconf.c, READCONF_MAX_DEPTH). */
const deepest = 16;

/** The literal names of the `Host` lines of ~/.ssh/config and what it includes (ssh_config(5)); never throws. */
export function sshConfigNames(home = homedir()): string[] {
  const folder = path.join(home, '.ssh');
  const names = new Set<string>();
  read(path.join(folder, 'config'), 0);
  return [...names];

  function read(file: string, depth: number): void {
    for (const line of linesOf(file)) {
      const [keyword = '', ...values] = line.trim().split(/[\s=]+/);
      if (/^host$/i.test(keyword)) {
        for (const value of values) if (!/[*?!]/.test(value)) names.add(value);
      }
      if (/^include$/i.test(keyword) && depth < deepest) {
        for (const value of values) for (const each of included(value)) read(each, depth + 1);
      }
    }
  }

  function included(value: string): string[] {
    const expanded = value.replace(/^~(?=\/)/, home);
    return globSync(path.isAbsolute(expanded) ? expanded : path.join(folder, expanded));
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/);
  } catch {
    return [];
  }
}
