import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { UsageError } from '../../domain/failure.ts';
import { quoted } from '../../domain/quoted.ts';
import type { RunInput } from '../../domain/run.ts';
import { messageOf } from '../../domain/thrown.ts';

/** A file as the standard input of a run. @throws UsageError if it cannot be read */
export function fileInput(file: string): RunInput {
  const whole = path.resolve(file.replace(/^~(?=\/|$)/, homedir()));
  try {
    accessSync(whole, constants.R_OK);
    if (statSync(whole).isDirectory()) throw new Error('it is a folder');
  } catch (error) {
    const why = messageOf(error).replace(/^\w+: (.*?),.*$/, '$1');
    throw new UsageError(`${quoted(file)} cannot be sent: ${why} – write :stdin <FILE CMD`);
  }
  return { kind: 'file', path: whole };
}
