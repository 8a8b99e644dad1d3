import { readdirSync, readFileSync } from 'node:fs';

/** In the environment of everything that runs on a demo host: its home. */
export const mark = 'TUTTI_DEMO_HOME';

const rounds = 20;

/**
 * Kills what demo hosts still run, also what left its process group: all whose home lies under `folder`. Knows
 * nothing where there is no /proc.
 */
export function killLeftovers(folder: string): void {
  // A process may fork while we look.
  for (let round = 0; round < rounds; round += 1) {
    const left = leftovers(folder);
    if (left.length === 0) return;
    for (const pid of left) kill(pid);
  }
}

/** Process ids, without those that have ended. */
export function leftovers(folder: string): number[] {
  return entries('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => `\0${read(`/proc/${pid}/environ`)}`.includes(`\0${mark}=${folder}`))
    .map(Number)
    .filter((pid) => pid !== process.pid);
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty for a process that is somebody else's, or has ended. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended
  }
}
