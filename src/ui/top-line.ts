import type { HostState } from '../domain/host.ts';
import { dayAndTime } from '../domain/listed-run.ts';
import { hostCount } from './empty-screens.ts';
import { hostStateMark } from './marks.ts';
import type { Scene } from './scene.ts';
import { cut, pad, textWidth, toWidth } from './text-width.ts';
import type { Theme } from './theme.ts';
import { connectionWords } from './wording.ts';

/** The target, how its hosts are connected, the current run and the view. */
export function topLine(scene: Scene, width: number): string {
  const { state, run, theme } = scene;
  const { target } = state;
  const unchecked = uncheckedWords(scene);
  const right = ` ${[unchecked, watchWords(scene), limitWords(scene), filterWords(scene), markWords(scene), runWords(scene), state.view].filter((part) => part !== '').join('   ')} `;
  const counts = target.hosts.length === 0 ? '' : connections(scene, width - textWidth(right) - 17);
  const room = width - textWidth(right) - textWidth(counts) - 11;
  const name = target.hosts.length === 0 ? 'no target' : `@${target.text}`;
  const shown = toWidth(name, Math.max(4, Math.min(textWidth(name), room)));
  const left = ` ${theme.paint('accent', 'tutti')}  ${theme.paint('strong', shown)}  ${counts}`;
  const older = run && run !== state.runs.at(-1);
  const isUnusual = older || state.filter !== 'all' || unchecked !== '';
  const end = theme.paint(isUnusual ? 'waiting' : 'muted', right);
  return `${pad(cut(left, width - textWidth(right)), width - textWidth(right))}${end}`;
}

/** The warning that host keys are not checked, as long as that is so. */
function uncheckedWords({ state }: Scene): string {
  const unchecked = state.target.hosts.filter((host) => {
    const connected = state.hosts.get(host);
    return connected?.kind === 'ready' && connected.unchecked;
  });
  if (unchecked.length === 0) return '';
  return `${unchecked.length} key${unchecked.length === 1 ? '' : 's'} unchecked`;
}

const watchWords = ({ state }: Scene) =>
  state.watch === undefined ? '' : `watch ${state.watch.every}s`;

const limitWords = ({ state }: Scene) =>
  state.timeLimit === undefined ? '' : `limit ${state.timeLimit}s`;

const filterWords = ({ state }: Scene) => (state.filter === 'all' ? '' : `only ${state.filter}`);

const markWords = ({ state }: Scene) => (state.marked.size === 0 ? '' : `◆ ${state.marked.size}`);

function runWords({ state, run }: Scene): string {
  if (!run) return '';
  if (state.openedRun) {
    const snapshot = run.readAt === undefined ? '' : ` as of ${dayAndTime(run.readAt).slice(-5)}`;
    return `${dayAndTime(run.startedAt)} run ${run.number}${snapshot}`;
  }
  const newest = state.runs.at(-1);
  return newest && run !== newest ? `run ${run.number} of ${newest.number}` : `run ${run.number}`;
}

/** `12 hosts  ◌ 1 retry 4s  ● 11 up`: only what there is, and of that what there is room for. */
function connections({ state, theme }: Scene, room: number): string {
  const states = state.target.hosts.map(
    (host): HostState => state.hosts.get(host) ?? { kind: 'off' },
  );
  const parts = [hostCount(states.length)];
  for (const { label, kinds } of classes) {
    const some = states.filter(({ kind }) => kinds.includes(kind));
    const [first] = some;
    if (!first) continue;
    parts.push(painted(theme, first, `${some.length} ${labelOf(label, some, state.now)}`));
  }
  while (parts.length > 1 && textWidth(parts.join('  ')) > room) parts.pop();
  return parts.join('  ');
}

const painted = (theme: Theme, state: HostState, text: string) => {
  const { sign, tone } = hostStateMark(state);
  return `${theme.paint(tone, sign)} ${text}`;
};

/** Of several hosts that retry, the next one's time is shown. */
function labelOf(label: string, states: readonly HostState[], now: number): string {
  if (label !== 'retry') return label;
  const next = states.reduce((a, b) => (retryAt(b) < retryAt(a) ? b : a));
  return connectionWords(next, now) ?? label;
}

const retryAt = (state: HostState) =>
  state.kind === 'retrying' ? state.at : Number.POSITIVE_INFINITY;

const classes: readonly { readonly label: string; readonly kinds: readonly HostState['kind'][] }[] =
  [
    { label: 'failed', kinds: ['failed'] },
    { label: 'retry', kinds: ['retrying'] },
    { label: 'silent', kinds: ['suspect'] },
    { label: 'coming', kinds: ['connecting', 'starting'] },
    { label: 'up', kinds: ['ready'] },
    { label: 'off', kinds: ['off'] },
  ];
