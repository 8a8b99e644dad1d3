import type { HostRun, Run } from '../domain/run.ts';
import { stripStyle } from '../domain/sgr.ts';
import { isLong, isOpen, stragglers } from '../domain/stragglers.ts';
import { wholeProgress } from '../domain/transfer-progress.ts';
import { folded } from './folded.ts';
import { hostRunMark, type Mark } from './marks.ts';
import type { Scene } from './scene.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { progressWords } from './transfer-words.ts';
import type { Plan } from './views/view.ts';
import { commandTitle, duration } from './wording.ts';

/** The verdict on the current run, failures first and by name, so that nobody has to scroll to learn who failed. */
export function runStrip(scene: Scene, plan: Plan, width: number): string {
  const { run, theme, state } = scene;
  const page = plan.pages > 1 ? `page ${plan.page + 1}/${plan.pages}` : '';
  if (!run)
    return pad(` ${theme.paint('muted', 'nothing has run yet')}`, width - page.length) + page;
  const elapsed = duration((run.endedAt ?? state.now) - run.startedAt);
  const cells = fleetCells(run, Math.floor(width / (width < 120 ? 8 : 4)), state.now, theme);
  const copying = run.transfer && !run.endedAt ? copyWords(run, state.now) : '';
  const done = isLong(run, state.now)
    ? `${run.hosts.filter((host) => !isOpen(run.hostRuns.get(host))).length}/${run.hosts.length}`
    : '';
  const right = ` ${[copying, done, elapsed, page, cells].filter((part) => part !== '').join('  ')} `;
  const room = width - textWidth(right);
  const title = commandTitle(run.command);
  const command = toWidth(title, Math.min(textWidth(title), Math.max(8, Math.floor(room / 3))));
  const left = ` ${theme.paint('strong', command)}  ${verdictWords(scene, run, room - textWidth(command) - 4)}`;
  return pad(cut(left, room), room) + right;
}

/** How far all hosts together have come; no bar if there is little room. */
const copyWords = (run: Run, now: number): string =>
  progressWords(wholeProgress(run.hostRuns.values()), now - run.startedAt, 0);

interface Class {
  readonly kind: ClassName;
  readonly mark: Mark;
  readonly label: string;
  readonly hosts: readonly string[];
  /** Whether hosts are named as well as counted. */
  readonly named: boolean;
  /** Shown instead of their number, if there is room. */
  readonly waited?: string;
}

/** `✗ 1 web03  ⌁ 1 web11  ⠹ 1 web04  ✓ 9`; names are cut before a class is left out. */
function verdictWords(scene: Scene, run: Run, room: number): string {
  const { theme, state } = scene;
  const waited = waitedFor(scene, run);
  const some = classesOf(run, state.now).map((each) =>
    each.kind === 'running' && waited !== undefined ? { ...each, waited } : each,
  );
  const full = some.map(({ mark, hosts, label }) => `${mark.sign} ${hosts.length}${label}`);
  const bare = some.map(({ mark, hosts }) => `${mark.sign} ${hosts.length}`);
  // names of failed hosts tell more than words that the marks say already
  const heads = some[0]?.named && spareOf(full, room) < 2 * shortestName ? bare : full;
  let spare = spareOf(heads, room);
  return some
    .map(({ mark, hosts, named, waited }, i) => {
      const head = theme.paint(mark.tone, heads[i] ?? '');
      const more = waited === undefined ? 0 : spare + textWidth(heads[i] ?? '') - 2;
      if (waited !== undefined && more >= shortestWait) {
        const shown = toWidth(waited, Math.min(textWidth(waited), more));
        spare = more - textWidth(shown);
        return `${theme.paint(mark.tone, mark.sign)} ${shown}`;
      }
      if (!named || spare < shortestName) return head;
      const names = folded(hosts);
      const shown = toWidth(names, Math.min(textWidth(names), spare - 1));
      spare -= textWidth(shown) + 1;
      return `${head} ${shown}`;
    })
    .join('  ');
}

/** `waiting for web07 (12s, compiling …)`: the few hosts that a long run still waits for. */
function waitedFor({ state, linesOf }: Scene, run: Run): string | undefined {
  const hosts = stragglers(run, state.now);
  const [host] = hosts;
  if (host === undefined) return undefined;
  const lines = hosts.length === 1 ? linesOf(run.id, host) : undefined;
  const said = lines?.open ?? lines?.line(lines.total - 1);
  const last = said ? `, ${stripStyle(said.text).trim()}` : '';
  return `waiting for ${folded(hosts)} (${duration(state.now - run.startedAt)}${last})`;
}

/** `waiting for web07 (12s` */
const shortestWait = 22;

const spareOf = (heads: readonly string[], room: number) =>
  room - heads.reduce((sum, head) => sum + textWidth(head) + 2, 0);
const shortestName = 5;

/** Most important first. */
function classesOf(run: Run, now: number): readonly Class[] {
  const groups = new Map<string, { mark: Mark; hosts: string[] }>();
  for (const host of run.hosts) {
    const hostRun = run.hostRuns.get(host);
    const kind = classOf(hostRun);
    const group = groups.get(kind);
    if (group) group.hosts.push(host);
    else groups.set(kind, { mark: hostRunMark(hostRun, now), hosts: [host] });
  }
  return order.flatMap(({ kind, label, named }) => {
    const group = groups.get(kind);
    if (!group) return [];
    const alone = group.hosts.length === run.hosts.length;
    return [{ ...group, kind, label, named: named && !alone }];
  });
}

type ClassName = 'failed' | 'lost' | 'not-reached' | 'running' | 'let-go' | 'ok';

function classOf(hostRun: HostRun | undefined): ClassName {
  const outcome = hostRun?.outcome;
  if (!outcome) return hostRun?.letGo ? 'let-go' : 'running';
  if (outcome.kind === 'exited') return outcome.code === 0 ? 'ok' : 'failed';
  if (outcome.kind === 'not-started') return 'not-reached';
  return outcome.kind === 'lost' ? 'lost' : 'failed';
}

const order: readonly {
  readonly kind: ClassName;
  readonly label: string;
  readonly named: boolean;
}[] = [
  { kind: 'failed', label: '', named: true },
  { kind: 'lost', label: ' lost', named: true },
  { kind: 'not-reached', label: ' not reached', named: true },
  { kind: 'running', label: '', named: true },
  { kind: 'let-go', label: ' let go', named: true },
  { kind: 'ok', label: '', named: false },
];

/** The whole fleet, one cell per host; if there are more hosts than cells, a cell shows the worst of its hosts. */
function fleetCells(run: Run, most: number, now: number, theme: Theme): string {
  const count = Math.min(run.hosts.length, most);
  if (count < 2) return '';
  const cells = Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * run.hosts.length) / count);
    const to = Math.floor(((i + 1) * run.hosts.length) / count);
    return worst(run.hosts.slice(from, to).map((host) => run.hostRuns.get(host)));
  });
  return runsOf(cells.map((hostRun) => cellMark(hostRun, now)))
    .map(({ mark, times }) => theme.paint(mark.tone, mark.sign.repeat(times)))
    .join('');
}

/** Hosts without trouble are small squares, so that a failure stands out. */
function cellMark(hostRun: HostRun | undefined, now: number): Mark {
  const mark = hostRunMark(hostRun, now);
  return mark.tone === 'ok' ? { sign: '▪', tone: 'ok' } : mark;
}

function worst(hostRuns: readonly (HostRun | undefined)[]): HostRun | undefined {
  const rank = (hostRun: HostRun | undefined) =>
    order.findIndex(({ kind }) => kind === classOf(hostRun));
  return hostRuns.reduce((a, b) => (rank(b) < rank(a) ? b : a));
}

/** Joins equal neighbours: one colour sequence for each run of them. */
function runsOf(marks: readonly Mark[]): { mark: Mark; times: number }[] {
  const runs: { mark: Mark; times: number }[] = [];
  for (const mark of marks) {
    const before = runs.at(-1);
    if (before && before.mark.sign === mark.sign && before.mark.tone === mark.tone)
      before.times += 1;
    else runs.push({ mark, times: 1 });
  }
  return runs;
}
