import { readFileSync, statSync } from 'node:fs';
import { parseKnownHosts } from './known-hosts.ts';
import type { KnownHostsFile } from './verdict.ts';

const read = new Map<string, { readonly stamp: string; readonly file: KnownHostsFile }>();

/** The files that there are; one that has not changed is not parsed again. */
export function readKnownHosts(paths: readonly string[]): KnownHostsFile[] {
  return paths.flatMap((path) => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const stamp = `${mtimeMs} ${size} ${ino}`;
      const known = read.get(path);
      if (known?.stamp === stamp) return known.file;
      const file = { path, entries: parseKnownHosts(readFileSync(path, 'utf8')) };
      read.set(path, { stamp, file });
      return file;
    } catch {
      return [];
    }
  });
}
