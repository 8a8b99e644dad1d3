import type { HostState } from '../../src/domain/host.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { HostRun, Line, Run } from '../../src/domain/run.ts';
import type { State } from '../../src/store/state.ts';
import type { LinesOf } from '../../src/ui/transcript.ts';

/** Epoch ms at which the pictures are taken. */
export const now = 1_800_000_000_000;

export const ready: HostState = {
  kind: 'ready',
  shell: {
    kind: 'bash',
    version: '5.2',
    pid: 41,
    pgid: 41,
    startTime: 0,
    uid: 0,
    home: '/root',
    cwd: '/root',
  },
};

export const exited = (code: number): Outcome => ({ kind: 'exited', code });

/** What one host said in a run; a line that begins with `!` came on stderr. */
export interface Answer {
  readonly lines?: readonly string[];
  /** Absent: it goes on. */
  readonly outcome?: Outcome;
  readonly ms?: number;
}

export interface Told {
  readonly run: Run;
  readonly linesOf: LinesOf;
}

/** A run that began three seconds ago, with its lines. */
export function tell(
  number: number,
  command: string,
  answers: Readonly<Record<string, Answer>>,
  startedAt = now - 3100,
): Told {
  const hosts = Object.keys(answers);
  const lines = new Map(hosts.map((host) => [host, (answers[host]?.lines ?? []).map(lineOf)]));
  const hostRuns = hosts.map((host) => hostRunOf(host, answers[host] ?? {}));
  const goesOn = hostRuns.some(({ outcome }) => !outcome);
  const run: Run = {
    id: `run-${number}`,
    number,
    command,
    target: '@web',
    hosts,
    startedAt,
    ...(goesOn ? {} : { endedAt: startedAt + 60 }),
    hostRuns: new Map(hostRuns.map((hostRun) => [hostRun.host, hostRun])),
  };
  const linesOf: LinesOf = (id, host) => {
    const known = id === run.id ? lines.get(host) : undefined;
    return known && { total: known.length, open: undefined, line: (index) => known[index] };
  };
  return { run, linesOf };
}

/** The lines of several runs. */
export function linesOfAll(told: readonly Told[]): LinesOf {
  return (id, host) => told.find(({ run }) => run.id === id)?.linesOf(id, host);
}

export function screenState(hosts: readonly string[], change: Partial<State> = {}): State {
  return {
    size: { columns: 80, rows: 24 },
    target: { text: 'web', hosts },
    targetStack: [],
    marked: new Set(),
    hosts: new Map(hosts.map((host) => [host, ready])),
    runs: [],
    asides: new Map(),
    queue: [],
    view: 'panes',
    stream: { muted: new Set() },
    focus: 'prompt',
    filter: 'all',
    terminals: [],
    terminalDrawn: 0,
    page: 0,
    scroll: new Map(),
    now,
    questions: [],
    sudoWaiting: new Set(),
    ...change,
  };
}

const lineOf = (text: string): Line =>
  text.startsWith('!') ? { text: text.slice(1), error: true } : { text };

function hostRunOf(host: string, { lines = [], outcome, ms = 40 }: Answer): HostRun {
  const output = {
    bytes: lines.join('\n').length,
    lines: lines.length,
    errorLines: lines.filter((line) => line.startsWith('!')).length,
    hash: lines.join('\n'),
  };
  return outcome ? { host, outcome, ms, output } : { host, output };
}
