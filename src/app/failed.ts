import { closeSync, constants, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  bugStatus,
  inventoryStatus,
  outputStatus,
  signalStatus,
  usageStatus,
} from '../cli/exit-status.ts';
import { unwritten } from '../cli/unwritten.ts';
import { UsageError } from '../domain/failure.ts';
import { InventoryError } from '../domain/inventory.ts';
import { openPrivate } from '../records/private-files.ts';
import { stateDirectory } from '../records/state-directory.ts';
import { currentDebugLog } from './debugging.ts';
import { OutputError } from './print-out.ts';

/** Reports on stderr what stopped the program; returns the exit status for it. */
export function failed(error: unknown): number {
  if (error instanceof OutputError) {
    if (error.cause.code === 'EPIPE') return signalStatus('PIPE');
    process.stderr.write(`tutti: ${unwritten(error.cause)}\n`);
    return outputStatus;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`tutti: ${error.message}\n`);
    return usageStatus;
  }
  if (error instanceof InventoryError) {
    process.stderr.write(`${error.message}\n`);
    return inventoryStatus;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`tutti: this is a bug of ours\n${stack}\n${keep(stack)}${before(stack)}`);
  return bugStatus;
}

/** Where what led to it stands, or would. */
function before(stack: string): string {
  const log = currentDebugLog();
  log?.write(undefined, `a bug of ours: ${stack}`);
  return log ? `what came before it is in ${log.file}\n` : 'with --debug the next time is logged\n';
}

/** The stack alone: nothing of the session goes into the file. */
function keep(stack: string): string {
  try {
    const file = path.join(stateDirectory(), 'crash.log');
    const open = openPrivate(file, constants.O_WRONLY | constants.O_TRUNC);
    writeFileSync(open, `${new Date().toISOString()}\n${stack}\n`);
    closeSync(open);
    return `kept in ${file}\n`;
  } catch {
    return '';
  }
}
