import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';

export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Joined with blanks. */
  readonly argv: string;
  /** As it was when the program started; empty for somebody else's. */
  readonly environ: string;
}

/** Living processes (proc(5)). */
export function processes(): Process[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (state === 'Z') return [];
      const argv = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return [{ pid: Number(name), parent: Number(parent), argv, environ: environOf(name) }];
    } catch {
      return []; // it has ended
    }
  });
}

/** Those whose environment names the folder: all that was started there, however deep. */
export const processesOf = (folder: string): Process[] =>
  processes().filter(({ environ }) => environ.includes(folder));

export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended
  }
}

/** Settles when the signal was delivered: a second one before that would be the same one (signal(7)). */
export async function sendSignal(pid: number, signal: NodeJS.Signals): Promise<void> {
  process.kill(pid, signal);
  const bit = 1n << BigInt(constants.signals[signal] - 1);
  await until(`${signal} to be taken`, () => (pendingSignals(pid) & bit) === 0n);
}

/** Settles when `holds` does. @throws after `limit` ms, with what `wanted` says then. */
export async function until(
  wanted: string | (() => string),
  holds: () => boolean,
  limit = 10_000,
): Promise<void> {
  const from = performance.now();
  while (!holds()) {
    if (performance.now() - from > limit)
      throw new Error(`waited in vain for ${typeof wanted === 'string' ? wanted : wanted()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function environOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').replaceAll('\0', '\n');
  } catch {
    return '';
  }
}

/** Of the whole process (proc(5)); none of one that has ended. */
function pendingSignals(pid: number): bigint {
  try {
    const [, bits] = /^ShdPnd:\t(\w+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return BigInt(`0x${bits ?? 0}`);
  } catch {
    return 0n;
  }
}
