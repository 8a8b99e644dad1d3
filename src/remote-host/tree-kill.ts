/** Identifies the processes of the running line: descendants of the shell that are not earlier background jobs. */
export interface Tree {
  /** The shell's process id. */
  readonly root: number;
  /** Uptime in the last mark before the line, s: what started earlier is an earlier job. Absent without /proc. */
  readonly since?: number;
  /** Background jobs of earlier lines; they and their descendants are spared. */
  readonly spared: Iterable<number>;
  /** How long the line has run, s; used if there is no /proc. */
  readonly age: number;
}

export type TreeSignal = 'TERM' | 'KILL' | 'INT';

/** A script for the control channel: lists the tree, and signals it. Answered as `parseTree` reads it. */
export function treeScript(tree: Tree, signal?: TreeSignal): string {
  const spared = [...tree.spared].map(processId);
  const values = `-v P=${processId(tree.root)} -v T=${seconds(tree.since ?? 0)} -v A=${seconds(tree.age + 1)} -v X=' ${spared.join(' ')} '`;
  // A stopped process takes TERM only when it continues.
  const goOn = signal === 'TERM' ? '; kill -CONT $L' : '';
  const send = signal === undefined ? '' : `; kill -${signal} $L${goOn}`;
  return `if [ -r /proc/self/stat ]; then L=$(cat /proc/[0-9]*/stat | awk ${values} '${byStat}${descendants}')
else L=$(ps -A -o pid=,ppid=,etime=,stat= | awk ${values} '${byAge}${descendants}'); fi
if [ $? -eq 0 ]; then echo tree $L; [ -z "$L" ] || { :${send}; }; fi`;
}

/** The listed process ids; `undefined` if the host could not list them. */
export function parseTree(answer: string): readonly number[] | undefined {
  if (!answer.startsWith('tree')) return undefined;
  return answer.slice('tree'.length).split(/\s+/).filter(Boolean).map(Number);
}

/** `kill` of one process or, with a negative number, of its group: without `--`, which busybox does not know. */
export function killScript(signal: TreeSignal | 'HUP' | 'STOP', target: number): string {
  return `kill -${signal} ${target < 0 ? '-' : ''}${processId(Math.abs(target))}`;
}

/** Processes 0 and 1 are never ours; -1 would signal every process of the host. */
function processId(id: number): number {
  if (!Number.isSafeInteger(id) || id < 2) throw new RangeError(`${id} is not a process to signal`);
  return id;
}

function seconds(value: number): number {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${value} is not a time`);
  return value;
}

// proc(5): field 3 is the state, 4 the parent, 20 the number of threads, 22 the start in ticks of 10 ms. The name,
// field 2, may hold spaces and brackets. A zombie has ended, unless threads of it live on; while its parent is stopped,
// nobody reaps it.
const byStat = `{ p = $1; s = $0; sub(/^.*\\) /, "", s); split(s, f, " "); if (f[1] == "Z" && f[18] < 2) next; parent[p] = f[2]; t = f[20] / 100; ours[p] = t >= T - 0.02; newer[p] = T > 0 && t > T + 0.02 }`;

// ps(1): etime is [[dd-]hh:]mm:ss.
const byAge = `$4 ~ /^Z/ { next } { p = $1; parent[p] = $2; n = split($3, t, /[-:]/); e = t[n] + 60 * t[n-1] + 3600 * t[n-2] + 86400 * t[n-3]; ours[p] = e <= A }`;

// What an earlier job starts later is not the line's either. A job may be of the tick of the mark; a newer process has got
// the number of one that has ended.
const descendants = `
END { for (p in parent) { q = p; n = 0
  while (q != P && q > 1 && n++ < 64) { if (!ours[q] || (index(X, " " q " ") && !newer[q])) break; q = parent[q] }
  if (q == P && p != P) print p } }`;
