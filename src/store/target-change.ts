import type { HostState } from '../domain/host.ts';
import { noticeRead, withOptional } from './optional-parts.ts';
import type { State, Target } from './state.ts';

/** How many targets `@-` can go back. */
const longestStack = 50;

/** Changes the target and clears the marks; the previous target keeps its own, to go back to. */
export function withTarget(state: State, target: Target): State {
  if (equalTargets(state.target, target)) return state;
  const nothing = state.target.hosts.length === 0;
  const { targetStack: left, target: before, marked } = state;
  const targetStack = nothing ? left : [...left, { target: before, marked }];
  return moved({ ...state, marked: none, targetStack: targetStack.slice(-longestStack) }, target);
}

/** Goes back to the previous target; the same state if there is none. */
export function targetBack(state: State): State {
  const left = state.targetStack.at(-1);
  if (!left) return state;
  const { target, marked } = left;
  return moved({ ...state, marked, targetStack: state.targetStack.slice(0, -1) }, target);
}

/** Takes over a new inventory: the same targets, without hosts that it does not know. */
export function withInventory(state: State, target: Target, known: ReadonlySet<string>): State {
  const targetStack = state.targetStack
    .map(({ target: left, marked }) => ({
      target: { ...left, hosts: left.hosts.filter((host) => known.has(host)) },
      marked: both(marked, known),
    }))
    .filter((left) => left.target.hosts.length > 0);
  const next = { ...state, targetStack, marked: both(state.marked, known) };
  return equalTargets(state.target, target) ? next : moved(next, target);
}

/** Changes the target, and drops what was chosen among the hosts of the old one. */
function moved(state: State, target: Target): State {
  const hosts = withUnknown(state.hosts, target.hosts);
  let next: State = { ...state, target, hosts, filter: 'all', page: 0 };
  next = withOptional(next, 'shownRun', undefined);
  next = withOptional(next, 'openedRun', undefined);
  const kept = new Set(target.hosts);
  if (next.cursor !== undefined && !kept.has(next.cursor))
    next = withOptional(next, 'cursor', undefined);
  if (next.zoom !== undefined && !kept.has(next.zoom)) next = withOptional(next, 'zoom', undefined);
  return noticeRead(next);
}

function withUnknown(states: State['hosts'], hosts: readonly string[]): State['hosts'] {
  const unknown = hosts.filter((host) => !states.has(host));
  if (unknown.length === 0) return states;
  return new Map([...states, ...unknown.map((host): [string, HostState] => [host, off])]);
}

const both = (marked: ReadonlySet<string>, known: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...marked].filter((host) => known.has(host)));

const none: ReadonlySet<string> = new Set();
const off: HostState = { kind: 'off' };

const equalTargets = (a: Target, b: Target): boolean =>
  a.text === b.text &&
  a.hosts.length === b.hosts.length &&
  a.hosts.every((host, index) => host === b.hosts[index]);
