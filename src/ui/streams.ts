import type { Run } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import { type TextPattern, textPattern } from '../domain/text-pattern.ts';
import { Arrivals } from '../store/arrivals.ts';
import type { StreamChoice } from '../store/state.ts';
import { filteredHosts, type Scene } from './scene.ts';
import { type Sieve, StreamRows, type StreamSource } from './stream-rows.ts';

/** Most lines taken in for one frame while following: 20 to 30 ms. */
const mostFollowed = 20_000;

/** One run as a stream: the rows that follow the hosts, and those read again from some place on. */
export interface Stream {
  readonly source: StreamSource;
  readonly sieve: Sieve;
  /** Hosts of the run that are left out. */
  readonly hiddenHosts: readonly string[];
  readonly live: StreamRows;
  /** The end of a finished run, once it has been read. */
  tail: StreamRows | undefined;
  /** The rows from `place` on, whatever must be read for them; the same object as long as possible. */
  from(place: number): StreamRows;
}

export interface Streams {
  /** The stream of `run`, with everything that has arrived. */
  of(scene: Omit<Scene, 'streams'>, run: Run): Stream;
}

/** Remembers the run that was shown last. */
export function createStreams(arrivalsOf: (run: string) => Arrivals | undefined): Streams {
  let stream: Stream | undefined;
  let key = '';
  return {
    of(scene, run) {
      const { only, hide } = scene.state.stream;
      const hiddenHosts = hiddenOf(scene, run);
      const now = JSON.stringify([run.id, only, hide, hiddenHosts]);
      const arrivals = arrivalsOf(run.id) ?? hostByHost(run);
      if (!stream || key !== now || stream.source.arrivals !== arrivals) {
        const source = { arrivals, lines: (host: string) => scene.linesOf(run.id, host) };
        stream = createStream(source, sieveOf(scene.state.stream, hiddenHosts), hiddenHosts);
        key = now;
      }
      stream.live.follow(mostFollowed);
      return stream;
    },
  };
}

function createStream(
  source: StreamSource & { readonly arrivals: Pick<Arrivals, 'coarseBefore'> },
  sieve: Sieve,
  hiddenHosts: readonly string[],
): Stream {
  const live = new StreamRows(source, sieve, 0);
  let read:
    | { readonly from: number; readonly rows: StreamRows; readonly coarse: number }
    | undefined;
  return {
    source,
    sieve,
    hiddenHosts,
    live,
    tail: undefined,
    from(place) {
      const { coarseBefore } = source.arrivals;
      const first = read?.rows.rows[0]?.at ?? read?.from ?? 0;
      const covers = read && read.from <= place && (read.from === place || first <= place);
      const reordered = read && read.coarse !== coarseBefore && read.rows.end < coarseBefore;
      if (!read || !covers || reordered || place > read.rows.end)
        read = { from: place, rows: new StreamRows(source, sieve, place), coarse: coarseBefore };
      return read.rows;
    },
  };
}

function hiddenOf(scene: Omit<Scene, 'streams'>, run: Run): readonly string[] {
  const { state } = scene;
  const { muted } = state.stream;
  if (state.filter === 'all')
    return muted.size === 0 ? [] : run.hosts.filter((host) => muted.has(host));
  const kept = new Set(filteredHosts({ ...scene, hosts: run.hosts }));
  return run.hosts.filter((host) => muted.has(host) || !kept.has(host));
}

function sieveOf({ only, hide }: StreamChoice, hiddenHosts: readonly string[]): Sieve {
  const hidden = new Set(hiddenHosts);
  const [wanted, unwanted] = [compiled(only), compiled(hide)];
  return {
    hides: (host) => hidden.has(host),
    passes({ text }) {
      if (!wanted && !unwanted) return true;
      const plain = stripStyle(text);
      return wanted?.matches(plain) !== false && unwanted?.matches(plain) !== true;
    },
  };
}

/** Compiles a pattern of the state, which was checked when it was typed. */
export function compiled(source: string | undefined): TextPattern | undefined {
  if (source === undefined) return undefined;
  const known = patterns.get(source);
  if (known) return known;
  const pattern = textPattern(source);
  if (patterns.size >= mostPatterns) patterns.clear();
  patterns.set(source, pattern);
  return pattern;
}

const patterns = new Map<string, TextPattern>();
const mostPatterns = 20;

/** Host by host, if the order of arrival is not known any more. */
function hostByHost(run: Run): Arrivals {
  const known = orderless.get(run);
  if (known) return known;
  const arrivals = new Arrivals();
  orderless.set(run, arrivals);
  for (const { host, output } of run.hostRuns.values())
    arrivals.add(host, output.lines, output.lines, run.startedAt);
  return arrivals;
}

const orderless = new WeakMap<Run, Arrivals>();
