import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bugStatus, inventoryStatus, usageStatus } from '../cli/exit-status.ts';
import { UsageError } from '../domain/failure.ts';
import { InventoryError } from '../domain/inventory.ts';
import { stateDirectory } from '../records/state-directory.ts';

/** Tells on stderr what stopped the program; returns the exit status that belongs to it. */
export function failed(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`tutti: ${error.message}\n`);
    return usageStatus;
  }
  if (error instanceof InventoryError) {
    process.stderr.write(`${error.message}\n`);
    return inventoryStatus;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`tutti: this is a bug of ours\n${stack}\n${keep(stack)}`);
  return bugStatus;
}

/** The stack alone: nothing of the session goes into the file. */
function keep(stack: string): string {
  try {
    const folder = stateDirectory();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = path.join(folder, 'crash.log');
    writeFileSync(file, `${new Date().toISOString()}\n${stack}\n`, { mode: 0o600 });
    return `kept in ${file}\n`;
  } catch {
    return '';
  }
}
