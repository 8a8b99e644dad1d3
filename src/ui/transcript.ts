import type { HostRun, Run } from '../domain/run.ts';
import type { RunLines } from '../store/run-lines.ts';
import type { Aside } from '../store/state.ts';

/**
 * All that one host said, in rows: each run gives a header, its lines and its end; between them stands what was said
 * aside. A row never changes its number, so that a pane scrolled back stays where it is: rows are only ever added behind the last one. A run
 * that still goes on (let go by the operator) therefore holds back what came after it until it has ended.
 */
export interface Transcript {
  readonly length: number;
  row(index: number): TranscriptRow | undefined;
  /** The row of a line of a run; undefined where the run is not in it. */
  rowOf(run: string, line: number): number | undefined;
  /** The host run that goes on, or the last one; undefined when there was none. */
  readonly last: HostRun | undefined;
  readonly lastRun: Run | undefined;
  /** Row of its header. */
  readonly lastStart: number;
  /** Row of its newest line; undefined when it has none. */
  readonly lastLine: number | undefined;
}

export type TranscriptRow =
  | { readonly kind: 'header'; readonly run: Run }
  | { readonly kind: 'line'; readonly run: Run; readonly host: string; readonly line: number }
  | { readonly kind: 'end'; readonly run: Run; readonly hostRun: HostRun }
  | { readonly kind: 'aside'; readonly aside: Aside };

/** Gives the lines of a host run, as far as they are here. */
export type LinesOf = (runId: string, host: string) => RunLines | undefined;

/** Transcripts of hosts over all runs; remembers what has ended, so that a long session costs no more than a short one. */
export function createTranscripts(linesOf: LinesOf) {
  const settledOf = new Map<string, Settled>();

  /** `count`: only so many of the runs, the oldest first. */
  return (
    runs: readonly Run[],
    host: string,
    asides: readonly Aside[] = [],
    count = runs.length,
  ): Transcript => {
    const known = settledOf.get(host);
    const settled = known && isPrefix(known, runs, count) ? known : nothingSettled();
    settledOf.set(host, settled);
    const going = settle(settled, runs, count, host, asides, linesOf);
    const newest = going ?? asidesFrom(settled, asides, Number.POSITIVE_INFINITY);
    return transcript(settled.entries, newest);
  };
}

/** Only the lines that one run gave on one host, and how it ended there if that is asked for. */
export function runTranscript(
  run: Run | undefined,
  host: string,
  linesOf: LinesOf,
  withEnd = false,
): Transcript {
  const hostRun = run?.hostRuns.get(host);
  if (!run || !hostRun) return transcript([]);
  const entry = entryOf(run, hostRun, -1, linesOf);
  return { ...transcript([entry]), length: withEnd ? entry.rows - 1 : entry.lines, lastStart: -1 };
}

type Entry = RunEntry | AsideEntry;

interface AsideEntry {
  readonly kind: 'asides';
  readonly first: number;
  readonly rows: number;
  readonly asides: readonly Aside[];
}

interface RunEntry {
  readonly kind: 'run';
  readonly run: Run;
  readonly hostRun: HostRun;
  /** Number of its header row. */
  readonly first: number;
  readonly lines: number;
  readonly rows: number;
}

interface Settled {
  /** So many runs from the oldest on are in `entries`; the newest of them has this id. */
  runs: number;
  lastId: string;
  /** So many asides are in `entries`. */
  asides: number;
  readonly entries: Entry[];
}

const nothingSettled = (): Settled => ({ runs: 0, lastId: '', asides: 0, entries: [] });

const isPrefix = (settled: Settled, runs: readonly Run[], count: number) =>
  settled.runs === 0 || (settled.runs <= count && runs[settled.runs - 1]?.id === settled.lastId);

/** Takes over what has ended; answers with the first host run that has not. */
function settle(
  settled: Settled,
  runs: readonly Run[],
  count: number,
  host: string,
  asides: readonly Aside[],
  linesOf: LinesOf,
): RunEntry | undefined {
  while (settled.runs < count) {
    const run = runs[settled.runs];
    if (!run) return undefined;
    const hostRun = run.hostRuns.get(host);
    if (hostRun) {
      const said = asidesFrom(settled, asides, run.number);
      if (said) {
        settled.entries.push(said);
        settled.asides += said.rows;
      }
      const entry = entryOf(run, hostRun, nextRow(settled.entries), linesOf);
      if (!hostRun.outcome) return entry;
      settled.entries.push(entry);
    }
    settled.runs += 1;
    settled.lastId = run.id;
  }
  return undefined;
}

/** What was said before this run and stands in no entry yet. */
function asidesFrom(
  { asides: from, entries }: Settled,
  asides: readonly Aside[],
  before: number,
): AsideEntry | undefined {
  let to = from;
  while (to < asides.length && (asides[to]?.after ?? 0) < before) to += 1;
  if (to === from) return undefined;
  return {
    kind: 'asides',
    first: nextRow(entries),
    rows: to - from,
    asides: asides.slice(from, to),
  };
}

function nextRow(entries: readonly Entry[]): number {
  const last = entries.at(-1);
  return last ? last.first + last.rows : 0;
}

function entryOf(run: Run, hostRun: HostRun, first: number, linesOf: LinesOf): RunEntry {
  const here = linesOf(run.id, hostRun.host);
  // what the state counts and what has been read may come apart for a moment
  const whole = Math.max(here?.total ?? 0, hostRun.output.lines);
  const lines = whole + (here?.open && whole === here.total ? 1 : 0);
  const rows = 1 + lines + (hostRun.outcome ? 1 : 0);
  return { kind: 'run', run, hostRun, first, lines, rows };
}

/** `entries` may grow behind those that are there now; `newest` is not in them. They are not copied: there may be thousands. */
function transcript(entries: readonly Entry[], newest?: Entry): Transcript {
  const count = entries.length + (newest ? 1 : 0);
  const entry = (index: number) => (newest && index === count - 1 ? newest : entries[index]);
  const last = newest?.kind === 'run' ? newest : entries.findLast((each) => each.kind === 'run');
  const end = entry(count - 1);
  return {
    length: end ? end.first + end.rows : 0,
    last: last?.hostRun,
    lastRun: last?.run,
    lastStart: last?.first ?? 0,
    lastLine: last && last.lines > 0 ? last.first + last.lines : undefined,
    rowOf(run, line) {
      const isMeant = (each: Entry) => each.kind === 'run' && each.run.id === run;
      const found = newest && isMeant(newest) ? newest : entries.findLast(isMeant);
      return found && found.first + 1 + line;
    },
    row(index) {
      const found = entryAt(entry, count, index);
      if (!found) return undefined;
      if (found.kind === 'asides') {
        const aside = found.asides[index - found.first];
        return aside && { kind: 'aside', aside };
      }
      const { run, hostRun, first, lines } = found;
      if (index === first) return { kind: 'header', run };
      const line = index - first - 1;
      if (line < lines) return { kind: 'line', run, host: hostRun.host, line };
      return { kind: 'end', run, hostRun };
    },
  };
}

/** The entry that holds row `index`, by bisection. */
function entryAt(
  at: (index: number) => Entry | undefined,
  count: number,
  index: number,
): Entry | undefined {
  let low = 0;
  let high = count - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = at(middle);
    if (!entry) return undefined;
    if (index < entry.first) high = middle - 1;
    else if (index >= entry.first + entry.rows) low = middle + 1;
    else return entry;
  }
  return undefined;
}
