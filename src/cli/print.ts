import { wantsColor } from './color.ts';
import type { Options } from './options.ts';
import type { Outlet } from './outlets.ts';
import { createGatheredPrinter } from './print-gathered.ts';
import { createJsonPrinter } from './print-json.ts';
import { createJsonlPrinter } from './print-jsonl.ts';
import { createLinesPrinter } from './print-lines.ts';
import type { Printer } from './printer.ts';
import { createProgressLine } from './progress-line.ts';
import { openSinks, type Writable } from './sink.ts';

/** What a printer must know besides the options. */
export interface PrinterContext {
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Many lines are run, one after the other: totals only where something went wrong, and at the end. */
  readonly script: boolean;
  /** Each host with its time, at the end of a run. */
  readonly table?: boolean;
  /** Nobody reads our output any more (EPIPE), or the disk is full; called once. */
  broken(error: Error): void;
}

/** The printer that the options ask for. */
export function createPrinter(
  { print, color = 'auto' }: Pick<Options, 'print' | 'color'>,
  { stdout, stderr, env, broken, ...reports }: PrinterContext,
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
  // Both on one terminal, where a line can be taken away again.
  const drawn = stdout.isTTY && stderr.isTTY && env.TERM !== 'dumb';
  const columns = () => stderr.columns ?? 80;
  const progressLine = drawn ? { progressLine: createProgressLine(sinks.err, columns) } : {};
  switch (print) {
    case undefined:
      return createLinesPrinter(outlets, { prefix: true, ...reports, ...progressLine });
    case 'raw':
      return createLinesPrinter(outlets, { prefix: false, ...reports });
    case 'gather':
      return createGatheredPrinter(outlets, reports);
    case 'json':
      return createJsonPrinter(sinks.out, sinks.err);
    case 'jsonl':
      return createJsonlPrinter(sinks.out, sinks.err);
    default:
      return print satisfies never;
  }
}
