import { asFailure, createHostPaint } from './color.ts';
import { createExactLines } from './exact-lines.ts';
import type { HostLines } from './host-lines.ts';
import type { Outlets } from './outlets.ts';
import type { Printer } from './printer.ts';
import type { ProgressLine } from './progress-line.ts';
import { createRunReports, hostNotice, type ReportOptions } from './run-reports.ts';
import { createSafeLines } from './safe-lines.ts';

export interface LinesOptions extends ReportOptions {
  /** The host in front of every line. */
  readonly prefix: boolean;
  /** Below it, while files are copied. */
  readonly progressLine?: ProgressLine;
}

/**
 * Lines as they come, the host in front. Through a pipe the bytes are exact: a line above 64 KB is passed on
 * as it comes and the other hosts wait for its end. A last line without its end gets one, but for `--raw`.
 */
export function createLinesPrinter(outlets: Outlets, options: LinesOptions): Printer {
  const reports = createRunReports(options);
  const streams = openStreams(outlets, options.prefix);
  const { stdout, stderr } = streams;

  const { progressLine } = options;

  const tell = (text: string | undefined): void => {
    if (text !== undefined) stderr.tell(text);
  };

  return {
    runStarted({ hosts, transfer }) {
      if (transfer) progressLine?.started(hosts.length);
      stdout.runStarted(hosts);
      stderr.runStarted(hosts);
    },
    output(_run, host, stream, bytes, taken) {
      progressLine?.clear();
      streams[stream].write(host, bytes, taken);
    },
    progress(_run, host, progress) {
      progressLine?.progress(host, progress);
    },
    ended(_run, host, outcome) {
      progressLine?.ended(host);
      progressLine?.clear();
      stdout.end(host);
      stderr.end(host);
      const trouble = reports.ended(host, outcome);
      if (trouble !== undefined) tell(asFailure(outlets.err.color, trouble));
    },
    runEnded(run) {
      progressLine?.stop();
      tell(reports.runEnded(run));
    },
    late(host, stream, bytes) {
      progressLine?.clear();
      streams[stream].late(host, bytes);
    },
    notice(host, text) {
      progressLine?.clear();
      tell(hostNotice(host, text));
    },
    async close() {
      stdout.close();
      stderr.close();
      tell(reports.closed());
      await outlets.out.sink.written();
      await outlets.err.sink.written();
    },
  };
}

/** Tells stderr apart on a terminal; colour alone is not enough. */
const errorMark = '! ';

function openStreams(
  { out, err }: Outlets,
  prefix: boolean,
): Record<'stdout' | 'stderr', HostLines> {
  const paint = createHostPaint();
  const open = ({ sink, terminal, color }: typeof out, mark: string): HostLines => {
    const shownMark = mark === '' ? '' : asFailure(color, mark);
    const inFront = (host: string) => (prefix ? paint(color, host, `${host}: `) : '');
    return terminal
      ? createSafeLines(sink, (host) => `${inFront(host)}${prefix ? shownMark : ''}`)
      : createExactLines(sink, { prefixOf: inFront, endLines: prefix });
  };
  return { stdout: open(out, ''), stderr: open(err, errorMark) };
}
