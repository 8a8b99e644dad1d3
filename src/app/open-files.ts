import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What a worker opens beside its hosts: its own link, records, files being copied, ssh's configuration. */
const reserve = 40;

/**
 * How many hosts one worker may have: each takes an open file, and at the limit (RLIMIT_NOFILE) Node cannot even report
 * the problem.
 */
export function hostsPerProcess(limit = openFileLimit()): number {
  return Math.max(1, limit - reserve);
}

/** For this process and its children. Node has already raised it as far as it may. */
export function openFileLimit(): number {
  return fromProc() ?? fromShell() ?? Number.POSITIVE_INFINITY;
}

function fromProc(): number | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}

/** Where there is no /proc. */
function fromShell(): number | undefined {
  try {
    const limit = Number(execFileSync('/bin/sh', ['-c', 'ulimit -n'], { stdio: 'pipe' }));
    return Number.isNaN(limit) ? undefined : limit;
  } catch {
    return undefined;
  }
}
