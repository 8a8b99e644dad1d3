import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { Host } from '../domain/host.ts';
import type { KnownHostsFile } from './host-key.ts';
import { keyType, parseKnownHosts } from './known-hosts.ts';

/** The host's own file, or OpenSSH's (ssh_config(5), UserKnownHostsFile and GlobalKnownHostsFile). */
export function knownHostsPaths({ knownHosts }: Host, home = homedir()): string[] {
  if (knownHosts !== undefined) return [knownHosts];
  const user = ['known_hosts', 'known_hosts2'].map((name) => path.join(home, '.ssh', name));
  return [...user, '/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2'];
}

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

/** Adds a line and leaves every other byte as it was. @throws when the file cannot be written. */
export function appendKnownHost(file: string, name: string, key: Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'a', 0o600);
  try {
    // One write with O_APPEND: two processes at once cannot mix their lines.
    const start = endsWithNewline(file) ? '' : '\n';
    writeSync(fd, `${start}${name} ${keyType(key)} ${key.toString('base64')}\n`);
    chmodSync(file, 0o600);
  } finally {
    closeSync(fd);
  }
}

function endsWithNewline(file: string): boolean {
  const bytes = readFileSync(file);
  return bytes.length === 0 || bytes.at(-1) === 0x0a;
}
