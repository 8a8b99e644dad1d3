import type { Run } from '../domain/run.ts';
import type { Scene } from './scene.ts';
import type { StreamRow, StreamRows } from './stream-rows.ts';
import type { Stream } from './streams.ts';
import type { Anchor } from './window-rows.ts';

/** The rows that a frame shows. */
export interface StreamWindow {
  readonly rows: readonly StreamRow[];
  /** Index of the row at the top, or the newest is at the bottom. */
  readonly anchor: Anchor;
  /** Whether lines are still being read from the record. */
  readonly waits: boolean;
  /** Whether the last row is the newest one. */
  readonly whole: boolean;
}

/** How many lines at the end of a run are searched for a pattern without being asked. */
const mostTail = 20_000;
/** Lines that are read at once; with a pattern most of them will not show. */
const ahead = { all: 400, some: 4000 };

/** The key of a run's stream among the state's scroll positions. */
export const streamKey = (run: Run): string => `stream ${run.id}`;

/** The rows to show on so many rows of the screen; asks for lines that must be read for it. */
export function streamWindow(scene: Scene, run: Run, stream: Stream, height: number): StreamWindow {
  const top = scene.state.scroll.get(streamKey(run))?.top;
  const { live } = stream;
  const following: StreamWindow = { rows: live.rows, anchor: 'follow', waits: false, whole: true };
  if (top !== undefined) return frozen(scene, run, stream, height, top);
  const seen = live.rows.slice(-height);
  if (!isOver(scene, run) || !seen.some(({ kind }) => kind === 'gap')) return following;
  return tail(scene, run, stream, height) ?? following;
}

/** Whether nothing more will come; so too for a run of an earlier day whose end nobody saw. */
export const isOver = ({ state }: Scene, run: Run): boolean =>
  run.endedAt !== undefined || state.openedRun?.id === run.id;

/** From a place down; until all lines are read, with the rows that were followed. */
function frozen(
  scene: Scene,
  run: Run,
  stream: Stream,
  height: number,
  place: number,
): StreamWindow {
  const read = stream.from(place);
  const waits = readOn(scene, run, read, read.rowFrom(place) + 2 * height + 1);
  const index = read.rowFrom(place);
  const { live } = stream;
  const enough = read.rows.length - index >= height;
  if (waits && !enough && (live.rows[0]?.at ?? Number.POSITIVE_INFINITY) <= place)
    return { rows: live.rows, anchor: live.rowFrom(place), waits, whole: true };
  const whole = read.end >= stream.source.arrivals.total;
  return { rows: read.rows, anchor: index, waits, whole };
}

/** The end of a finished run, without gaps; undefined while it is read, or if following has seen more. */
function tail(scene: Scene, run: Run, stream: Stream, height: number): StreamWindow | undefined {
  const { total } = stream.source.arrivals;
  if (stream.tail && stream.tail.end >= total)
    return { rows: stream.tail.rows, anchor: 'follow', waits: false, whole: true };
  const back = sieves(scene) ? mostTail : 8 * height;
  const read = stream.from(Math.max(0, total - back));
  const waits = readOn(scene, run, read, Number.POSITIVE_INFINITY);
  if (waits || read.end < total) return undefined;
  const known = stream.live.rows.filter(({ kind }) => kind === 'line').length;
  if (read.rows.length < Math.min(height, known)) return undefined;
  stream.tail = read;
  return { rows: read.rows, anchor: 'follow', waits, whole: true };
}

/** Reads on; returns whether it waits for lines. */
function readOn(scene: Scene, run: Run, read: StreamRows, rows: number): boolean {
  const missing = read.read(rows, sieves(scene) ? ahead.some : ahead.all);
  for (const { host, from, count } of missing) {
    scene.wanted.miss(run.id, host, from);
    scene.wanted.miss(run.id, host, from + count - 1);
  }
  return missing.length > 0;
}

const sieves = ({ state }: Scene): boolean =>
  state.stream.only !== undefined || state.stream.hide !== undefined;
