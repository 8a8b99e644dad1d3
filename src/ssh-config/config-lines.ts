import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** A line of ssh_config(5): its keyword in small letters, and the words behind it, unquoted. */
export interface ConfigLine {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly keyword: string;
  readonly words: readonly string[];
}

export interface ConfigFiles {
  readonly lines: readonly ConfigLine[];
  /** Changes whenever one of the files does. */
  readonly stamp: string;
}

/** As deep as OpenSSH follows Include (readconf.c, READCONF_MAX_DEPTH). */
const deepest = 16;

/** Stands behind what an Include has brought: there the `Host` before it holds again. */
export const endOfInclude = 'end of include';

/** Every line of these files and of what they include, in their order, whatever `Host` or `Match` it stands under. */
export function readConfigFiles(files: readonly string[], home: string): ConfigFiles {
  const lines: ConfigLine[] = [];
  const stamps: string[] = [];
  for (const file of files) read(file, 0);
  return { lines, stamp: stamps.join('\n') };

  function read(file: string, depth: number): void {
    const stamp = stampOf(file);
    stamps.push(`${file} ${stamp}`);
    for (const line of linesOf(file, stamp)) {
      lines.push(line);
      if (line.keyword !== 'include') continue;
      for (const pattern of depth < deepest ? line.words : []) {
        for (const included of filesOf(pattern, file)) read(included, depth + 1);
      }
      lines.push({ ...line, keyword: endOfInclude, words: [] });
    }
  }

  /** Relative to ~/.ssh, or to /etc/ssh in a file of the system. */
  function filesOf(pattern: string, within: string): string[] {
    const folder = within.startsWith('/etc/ssh/') ? '/etc/ssh' : path.join(home, '.ssh');
    return globSync(path.resolve(folder, pattern.replace(/^~(?=\/)/, home))).sort();
  }
}

/** Words between blanks; the first may be followed by `=`; double quotes hold blanks together. */
export function splitLine(line: string): string[] {
  const [, keyword = '', rest = ''] = /^\s*([^\s=]+)(?:\s*=\s*|\s+)?(.*)$/.exec(line) ?? [];
  const words = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare);
  const comment = words.findIndex((word) => word?.startsWith('#'));
  const kept = comment === -1 ? words : words.slice(0, comment);
  return keyword === '' ? [] : [keyword, ...kept.map((word) => word ?? '')];
}

/** By file; every host of a run asks for them. */
const known = new Map<string, { readonly stamp: string; readonly lines: readonly ConfigLine[] }>();

function linesOf(file: string, stamp: string): readonly ConfigLine[] {
  const before = known.get(file);
  if (before?.stamp === stamp) return before.lines;
  const lines = [...textOf(file).split(/\r?\n/).entries()].flatMap(([index, text]) => {
    const [keyword = '', ...words] = splitLine(text);
    if (keyword === '' || keyword.startsWith('#')) return [];
    return { file, line: index + 1, keyword: keyword.toLowerCase(), words };
  });
  known.set(file, { stamp, lines });
  return lines;
}

function textOf(file: string): string {
  try {
    // Nobody may be writing to a pipe.
    return statSync(file).isFile() ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

function stampOf(file: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return 'absent';
  }
}
