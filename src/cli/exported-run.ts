import { LineAssembler } from '../domain/line-assembler.ts';
import type { Line, Run, Stream } from '../domain/run.ts';

/** A run with what its hosts said, as it is written to a file. */
export interface ExportedRun {
  readonly run: Run;
  /** Who started it. */
  readonly user: string;
  /** No output of these hosts is kept. */
  readonly unrecorded: ReadonlySet<string>;
  /** Of what these hosts said not all is kept. */
  readonly incomplete: ReadonlySet<string>;
  /** In order of arrival; may be asked for again. Valid until the next is asked for. */
  output(host: string): AsyncIterable<{ readonly stream: Stream; readonly bytes: Uint8Array }>;
}

/** What there is to export to; each writes a run as text, piece by piece. */
export type Exporter = (exported: ExportedRun) => AsyncGenerator<string>;

/** The output of a host as lines that anybody may look at: no control character, no colour. */
export async function* exportedLines(exported: ExportedRun, host: string): AsyncGenerator<Line> {
  let lines: Line[] = [];
  const assemblers = {
    stdout: new LineAssembler((text) => lines.push({ text: plain(text) })),
    stderr: new LineAssembler((text) => lines.push({ text: plain(text), error: true })),
  };
  for await (const { stream, bytes } of exported.output(host)) {
    assemblers[stream].write(bytes);
    yield* lines;
    lines = [];
  }
  assemblers.stdout.end();
  assemblers.stderr.end();
  yield* lines;
}

const plain = (text: string): string =>
  text.includes('\x1b') ? text.replaceAll(/\x1b\[[\d;]*m/g, '') : text;
