import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../domain/thrown.ts';
import { killLeftovers } from './leftovers.ts';

/** A folder for a fleet, named after our process. Takes away those of fleets whose process was killed. */
export function makeScratch(): string {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^tutti-demo-(\d+)-/.exec(name) ?? [];
    if (pid !== undefined && !lives(Number(pid))) removeScratch(path.join(tmpdir(), name));
  }
  return mkdtempSync(path.join(tmpdir(), `tutti-demo-${process.pid}-`));
}

/** With every program that still runs there; somebody else's folder is left alone. */
export function removeScratch(scratch: string): void {
  try {
    const status = lstatSync(scratch);
    if (!status.isDirectory() || status.uid !== process.getuid?.()) return;
    killLeftovers(scratch);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // Another fleet that starts takes it away, or the system does.
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
