import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sandbox } from './sandbox.ts';

/** The logs of `--debug` that the program has written there, the oldest first. */
export function debugLogs({ state }: Pick<Sandbox, 'state'>): string[] {
  const folder = path.join(state, 'tutti', 'debug');
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
}

/** What the newest of them says; of one host, where that is named. Without times and processes. */
export function debugLines(sandbox: Pick<Sandbox, 'state'>, host?: string): string {
  const text = readFileSync(debugLogs(sandbox).at(-1) ?? '', 'utf8');
  return text
    .split('\n')
    .flatMap((line) => /^\S+Z [\w-]+ (\S+) (.*)$/.exec(line)?.slice(1, 3).join(' ') ?? [])
    .filter((line) => host === undefined || line.startsWith(`${host} `))
    .join('\n');
}
