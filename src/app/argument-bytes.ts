import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { UsageError } from '../domain/failure.ts';

/**
 * Node reads arguments as UTF-8 and puts U+FFFD where they are not: another command would run, another file be meant.
 * @throws UsageError where that has happened, as far as Linux tells
 */
export function refuseBrokenArguments(argv: readonly string[]): void {
  const broken = argv.find((word) => word.includes('\uFFFD'));
  if (broken === undefined || isUtf8(given())) return;
  throw new UsageError(
    `an argument is not UTF-8: ${broken.slice(0, 100)} – write it in UTF-8; bytes of a command as printf '\\377'`,
  );
}

function given(): Buffer {
  try {
    return readFileSync('/proc/self/cmdline');
  } catch {
    return Buffer.alloc(0);
  }
}
