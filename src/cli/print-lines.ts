import type { Stream } from '../domain/run.ts';
import { asFailure, createHostPaint } from './color.ts';
import { type Format, heldLine, LineMixer, type LineSource } from './line-mixer.ts';
import { asLatin1, prefixLines } from './prefix-lines.ts';
import type { Printer } from './printer.ts';
import { createRunReports } from './run-reports.ts';
import { safeLines } from './safe-lines.ts';
import type { Sink } from './sink.ts';

/** Where printed text goes, and how it should look there. */
export interface Outlet {
  readonly sink: Sink;
  /** Bytes are made safe for it; otherwise they stay exact. */
  readonly terminal: boolean;
  readonly color: boolean;
}

export interface LinesOptions {
  /** The host in front of every line. */
  readonly prefix: boolean;
  /** Many lines are run, one after the other. */
  readonly script: boolean;
}

/** Tells stderr apart on a terminal; colour alone is not enough. */
const errorMark = '! ';

interface HostSource extends LineSource {
  readonly prefix: string;
  /** The same as latin1, for exact bytes. */
  readonly prefixBytes: string;
}

/**
 * Lines as they come, the host in front. Through a pipe the bytes are exact: a line above 64 KB is passed on
 * as it comes and the other hosts wait for its end. A last line without its end gets one, but for `--raw`.
 */
export function createLinesPrinter(
  outlets: { readonly out: Outlet; readonly err: Outlet },
  { prefix, script }: LinesOptions,
): Printer {
  const reports = createRunReports(script);
  const paint = createHostPaint();
  const streams = {
    stdout: openStream(outlets.out, ''),
    stderr: openStream(outlets.err, errorMark),
  };
  const own: LineSource = { name: 'tutti' };

  function openStream(outlet: Outlet, mark: string) {
    const shownMark = outlet.terminal && mark !== '' ? asFailure(outlet.color, mark) : '';
    const mixer = new LineMixer(outlet.sink, { format: formatFor(outlet), endLines: prefix });
    const sources = new Map<string, HostSource>();
    const lateSources = new Map<string, HostSource>();
    const sourceIn = (known: Map<string, HostSource>, host: string): HostSource => {
      const source =
        known.get(host) ??
        createSource(host, prefix ? `${paint(outlet.color, host, `${host}: `)}${shownMark}` : '');
      known.set(host, source);
      return source;
    };
    return {
      mixer,
      write: (host: string, bytes: Uint8Array, taken: () => void) =>
        mixer.write(sourceIn(sources, host), bytes, taken),
      late: (host: string, bytes: Uint8Array) => mixer.write(sourceIn(lateSources, host), bytes),
      end: (host: string) => mixer.end(sourceIn(sources, host)),
      endLate: () => {
        for (const source of lateSources.values()) mixer.end(source);
        lateSources.clear();
      },
    };
  }

  const eachStream = (act: (stream: (typeof streams)[Stream]) => void): void => {
    act(streams.stdout);
    act(streams.stderr);
  };

  const tell = (text: string | undefined, failure: boolean): void => {
    if (text === undefined) return;
    const painted = failure ? asFailure(outlets.err.color, text) : text;
    streams.stderr.mixer.write(own, Buffer.from(`${painted}\n`));
  };

  return {
    runStarted(run) {
      eachStream((stream) => stream.endLate());
      const alone = run.hosts.length === 1;
      streams.stdout.mixer.hold = alone && !outlets.out.terminal ? 0 : heldLine;
      streams.stderr.mixer.hold = alone && !outlets.err.terminal ? 0 : heldLine;
    },
    output(_run, host, stream, bytes, taken) {
      streams[stream].write(host, bytes, taken);
    },
    ended(_run, host, outcome) {
      eachStream((stream) => stream.end(host));
      tell(reports.ended(host, outcome), true);
    },
    runEnded(run) {
      tell(reports.runEnded(run), false);
    },
    late(host, stream, bytes) {
      streams[stream].late(host, bytes);
    },
    notice(host, text) {
      tell(`tutti: ${host}: ${text}`, false);
    },
    async close() {
      eachStream((stream) => stream.endLate());
      tell(reports.closed(), false);
      await outlets.out.sink.written();
      await outlets.err.sink.written();
    },
  };
}

const createSource = (host: string, prefix: string): HostSource => ({
  name: host,
  prefix,
  prefixBytes: asLatin1(prefix),
});

function formatFor({ terminal }: Outlet): Format {
  return (source, bytes, starts) => {
    if (!isHostSource(source)) return bytes;
    return terminal
      ? Buffer.from(safeLines(bytes, source.prefix, starts))
      : prefixLines(bytes, source.prefixBytes, starts);
  };
}

const isHostSource = (source: LineSource): source is HostSource => 'prefixBytes' in source;
