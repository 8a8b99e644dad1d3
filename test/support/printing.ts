import type { ColorChoice, PrintMode } from '../../src/cli/options.ts';
import { createPrinter } from '../../src/cli/print.ts';
import type { Printer } from '../../src/cli/printer.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Stream } from '../../src/domain/run.ts';
import { exited, runOf } from './cli-runs.ts';
import { PrintedOutput } from './printed-output.ts';

export interface Printing {
  readonly printer: Printer;
  readonly out: PrintedOutput;
  readonly err: PrintedOutput;
  /** What came over the output, the number of bytes that were taken, and how often it broke. */
  readonly taken: () => number;
  readonly broken: () => readonly string[];
  start(hosts: readonly string[], number?: number): void;
  say(host: string, bytes: string | Uint8Array, stream?: Stream): void;
  /** Ends the host runs; hosts without an outcome exit with 0. */
  end(outcomes?: Readonly<Record<string, Outcome>>): void;
}

interface PrintingOptions {
  readonly print?: PrintMode;
  readonly color?: ColorChoice;
  readonly terminal?: boolean;
  readonly script?: boolean;
}

/** A printer into two streams that keep what they are given. */
export function startPrinting(options: PrintingOptions = {}): Printing {
  const { terminal = false, script = false, print, color } = options;
  const out = new PrintedOutput({ terminal });
  const err = new PrintedOutput({ terminal });
  const breaks: string[] = [];
  let taken = 0;
  let current = runOf(1, []);
  const printer = createPrinter(
    { ...(print && { print }), ...(color && { color }) },
    {
      stdout: out,
      stderr: err,
      env: { TERM: 'xterm' },
      script,
      broken: (error) => breaks.push(error.message),
    },
  );
  return {
    printer,
    out,
    err,
    taken: () => taken,
    broken: () => breaks,
    start(hosts, number = 1) {
      current = runOf(number, hosts);
      printer.runStarted(current);
    },
    say(host, bytes, stream = 'stdout') {
      const chunk = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
      printer.output(current.number, host, stream, chunk, () => {
        taken += chunk.length;
      });
    },
    end(outcomes = {}) {
      const all = Object.fromEntries(
        current.hosts.map((host) => [host, outcomes[host] ?? exited(0)]),
      );
      for (const host of current.hosts) {
        printer.ended(current.number, host, all[host] ?? exited(0), 12);
      }
      printer.runEnded(runOf(current.number, current.hosts, all));
    },
  };
}
