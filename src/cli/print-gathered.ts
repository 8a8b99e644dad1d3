import { fold } from '../domain/fold.ts';
import { succeeded } from '../domain/outcome.ts';
import type { Stream } from '../domain/run.ts';
import { asFailure, asHeading } from './color.ts';
import { howItEnded } from './outcome-words.ts';
import type { Outlet, Outlets } from './outlets.ts';
import { type OutputBlock, OutputBlocks } from './output-blocks.ts';
import type { Printer } from './printer.ts';
import { createRunReports, hostNotice, type ReportOptions } from './run-reports.ts';
import { asSafeLines } from './safe-lines.ts';

/**
 * `--gather`: when all hosts have ended, equal outputs once under a folded node set, as `clush -b` does.
 * Through a pipe the bytes are exact; stderr has its own block on our stderr.
 */
export function createGatheredPrinter(outlets: Outlets, options: ReportOptions): Printer {
  const reports = createRunReports(options);
  const runs = new Map<number, OutputBlocks>();
  const lates: { readonly host: string; readonly stream: Stream; readonly bytes: Uint8Array }[] =
    [];

  const tell = (text: string | undefined): void => {
    if (text !== undefined) outlets.err.sink.write(`${text}\n`);
  };
  const tellTrouble = (text: string | undefined): void => {
    if (text !== undefined) tell(asFailure(outlets.err.color, text));
  };
  const printLates = (): void => {
    const blocks = new OutputBlocks();
    for (const { host, stream, bytes } of lates) blocks.add(host, stream, bytes);
    for (const host of new Set(lates.map(({ host }) => host))) blocks.end(host, ended);
    lates.length = 0;
    for (const block of blocks.sorted()) printBlock(outlets, block, 'late');
  };

  return {
    runStarted(run) {
      printLates();
      runs.set(run.number, new OutputBlocks());
    },
    output(run, host, stream, bytes, taken) {
      runs.get(run)?.add(host, stream, bytes);
      taken();
    },
    progress() {},
    ended(run, host, outcome) {
      runs.get(run)?.end(host, outcome);
      tellTrouble(reports.ended(host, outcome));
    },
    runEnded(run) {
      for (const block of runs.get(run.number)?.sorted() ?? []) printBlock(outlets, block);
      runs.delete(run.number);
      tell(reports.runEnded(run));
    },
    late(host, stream, bytes) {
      lates.push({ host, stream, bytes });
    },
    notice(host, text) {
      tell(hostNotice(host, text));
    },
    async close() {
      printLates();
      tell(reports.closed());
      await outlets.out.sink.written();
      await outlets.err.sink.written();
    },
  };
}

const ended = { kind: 'exited', code: 0 } as const;

/** A block without output is not printed: that a command said nothing is in the totals, if it matters. */
function printBlock({ out, err }: Outlets, block: OutputBlock, ...marks: string[]): void {
  const { outcome, stdout, stderr } = block;
  const end = succeeded(outcome) ? [] : [howItEnded(outcome)];
  printPart(out, heading(block, [...end, ...marks]), stdout);
  printPart(err, heading(block, [...end, ...marks, 'stderr']), stderr);
}

function printPart(outlet: Outlet, heading: string, bytes: Buffer): void {
  if (bytes.length === 0) return;
  outlet.sink.write(`${asHeading(outlet.color, `${rule}\n${heading}\n${rule}`)}\n`);
  outlet.sink.write(outlet.terminal ? asSafeLines(bytes) : bytes);
  if (!outlet.terminal && bytes.at(-1) !== 0x0a) outlet.sink.write('\n');
}

const rule = '---------------'; // clush's

/** `db[01-02],web[01-08] (10) exit 1`; one host stands without a count. */
const heading = ({ hosts }: OutputBlock, marks: readonly string[]): string =>
  [fold(hosts), ...(hosts.length > 1 ? [`(${hosts.length})`] : []), ...marks].join(' ');
