import { wantsColor } from './color.ts';
import type { Options } from './options.ts';
import type { Outlet } from './outlets.ts';
import { createGatheredPrinter } from './print-gathered.ts';
import { createJsonPrinter } from './print-json.ts';
import { createJsonlPrinter } from './print-jsonl.ts';
import { createLinesPrinter } from './print-lines.ts';
import type { Printer } from './printer.ts';
import { openSinks, type Writable } from './sink.ts';

/** What a printer must know besides the options. */
export interface PrinterContext {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Many lines are run, one after the other: totals only where something went wrong, and at the end. */
  readonly script: boolean;
  /** Nobody reads our output any more (EPIPE), or the disk is full; called once. */
  broken(error: Error): void;
}

/** The printer that the options ask for. */
export function createPrinter(
  { print, color = 'auto' }: Pick<Options, 'print' | 'color'>,
  { stdout, stderr, env, script, broken }: PrinterContext,
): Printer {
  const sinks = openSinks(stdout, stderr, broken);
  const outlet = (sink: typeof sinks.out, terminal: boolean): Outlet => ({
    sink,
    terminal,
    color: wantsColor(color, terminal, env),
  });
  const outlets = {
    out: outlet(sinks.out, stdout.isTTY === true),
    err: outlet(sinks.err, stderr.isTTY === true),
  };
  switch (print) {
    case undefined:
      return createLinesPrinter(outlets, { prefix: true, script });
    case 'raw':
      return createLinesPrinter(outlets, { prefix: false, script });
    case 'gather':
      return createGatheredPrinter(outlets, { script });
    case 'json':
      return createJsonPrinter(sinks.out, sinks.err);
    case 'jsonl':
      return createJsonlPrinter(sinks.out, sinks.err);
    default:
      return print satisfies never;
  }
}
