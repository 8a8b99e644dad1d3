import { type ExportedRun, exportedLines } from './exported-run.ts';
import { outcomeFacts } from './json-events.ts';

const columns = [
  'run',
  'started',
  'user',
  'target',
  'command',
  'host',
  'outcome',
  'code',
  'signal',
  'reason',
  'message',
  'ms',
  'stdout',
  'stderr',
] as const;

/** A row for each host (RFC 4180: CRLF, quotes doubled), for spreadsheets: no field of theirs is taken for a formula. */
export async function* exportCsv(exported: ExportedRun): AsyncGenerator<string> {
  const { run, user } = exported;
  yield `${columns.join(',')}\r\n`;
  for (const host of run.hosts) {
    const { outcome, ms = 0 } = run.hostRuns.get(host) ?? {};
    const facts = outcome ? outcomeFacts(outcome, ms) : { kind: 'running' };
    const fields: Record<string, unknown> = {
      run: run.number,
      started: new Date(run.startedAt).toISOString(),
      user,
      target: run.target,
      command: run.command,
      host,
      outcome: facts.kind,
      ...facts,
    };
    yield columns
      .slice(0, -2)
      .map((column) => field(fields[column]))
      .join(',');
    for (const error of [false, true]) {
      yield ',';
      yield* output(exported, host, error);
    }
    yield '\r\n';
  }
}

/** Always in quotes: it is not known yet what will come. */
async function* output(
  exported: ExportedRun,
  host: string,
  error: boolean,
): AsyncGenerator<string> {
  let first = true;
  yield '"';
  for await (const line of exportedLines(exported, host)) {
    if ((line.error === true) !== error) continue;
    yield first ? harmless(escaped(line.text)) : `\n${escaped(line.text)}`;
    first = false;
  }
  yield '"';
}

function field(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = harmless(String(value));
  return /[",\r\n]/.test(text) ? `"${escaped(text)}"` : text;
}

const escaped = (text: string): string => text.replaceAll('"', '""');

/** What a spreadsheet would calculate is text (OWASP, CSV Injection). */
const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
