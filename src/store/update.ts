import type { Run } from '../domain/run.ts';
import { withAside } from './asides.ts';
import { ended, withHostNews } from './host-news.ts';
import type { Message } from './message.ts';
import { noticeRead, withOptional } from './optional-parts.ts';
import { withFound } from './search-found.ts';
import type { Filter, ScrollPosition, Search, Size, State, ViewName } from './state.ts';
import { withStream } from './stream-choice.ts';
import { targetBack, withInventory, withTarget } from './target-change.ts';

/** Takes into the state what happened; the same state if that changes nothing. */
export function update(state: State, message: Message): State {
  switch (message.type) {
    case 'host-state':
    case 'output':
    case 'progress':
    case 'host-ended':
      return withHostNews(state, [message]);
    case 'run-started':
      return started(state, message.run);
    case 'aside':
      return withAside(state, message.host, message.aside);
    case 'asked':
      if (state.questions.some(({ ask }) => ask === message.question.ask)) return state;
      return { ...state, questions: [...state.questions, message.question] };
    case 'answered': {
      const questions = state.questions.filter(({ ask }) => ask !== message.ask);
      return questions.length === state.questions.length ? state : { ...state, questions };
    }
    case 'sudo-waiting':
      return state.sudoWaiting.size === 0 && message.hosts.length === 0
        ? state
        : { ...state, sudoWaiting: new Set(message.hosts) };
    case 'resize':
      return equalSizes(state.size, message.size) ? state : { ...state, size: message.size };
    case 'target':
      return withTarget(state, message.target);
    case 'target-back':
      return targetBack(state);
    case 'inventory':
      return withInventory(state, message.target, message.known);
    case 'marked':
      return { ...state, marked: new Set(message.hosts) };
    case 'time-limit':
      return withOptional(state, 'timeLimit', message.seconds);
    case 'input-run':
      return withOptional(state, 'inputRun', message.run);
    case 'queued':
      return noticeRead({ ...state, queue: [...state.queue, message.line] });
    case 'queue-cleared':
      return state.queue.length === 0 ? state : { ...state, queue: [] };
    case 'queue-taken':
      return state.queue.length === 0 ? state : { ...state, queue: state.queue.slice(1) };
    case 'roll':
      return state.roll === message.roll ? state : { ...state, roll: message.roll };
    case 'let-go':
      return letGo(state, message.run, message.host);
    case 'view': {
      const view = viewAfter(state, message.view);
      if (view === state.view) return state;
      const viewBefore = view === 'table' ? state.view : undefined;
      return noticeRead(withOptional({ ...state, view, page: 0 }, 'viewBefore', viewBefore));
    }
    case 'runs-forgotten':
      return { ...state, runs: state.runs.filter(({ id }) => !message.ids.has(id)) };
    case 'watch':
      return withOptional(state, 'watch', message.watch);
    case 'mouse':
      return withOptional(state, 'mouse', message.on ? true : undefined);
    case 'table-order':
      return { ...state, tableOrder: message.order };
    case 'toggle-masks':
      return withOptional(state, 'unmasked', state.unmasked ? undefined : true);
    case 'stream-pattern':
    case 'stream-line':
    case 'mute':
    case 'unmute-all':
      return withStream(state, message);
    case 'focus':
      return state.focus === message.focus ? state : noticeRead({ ...state, focus: message.focus });
    case 'cursor':
      return withOptional(state, 'cursor', message.host);
    case 'filter': {
      const filter = message.filter === 'next' ? nextFilter(state.filter) : message.filter;
      return filter === state.filter ? state : noticeRead({ ...state, filter, page: 0 });
    }
    case 'zoom': {
      const zoomed = withOptional(state, 'zoom', message.host);
      return message.host === undefined ? zoomed : withOptional(zoomed, 'cursor', message.host);
    }
    case 'terminal':
      return lookingAt(state, message.host);
    case 'terminal-drawn':
      return state.terminal === message.host
        ? { ...state, terminalDrawn: state.terminalDrawn + 1 }
        : state;
    case 'terminal-closed': {
      const terminals = state.terminals.filter((host) => host !== message.host);
      const shown = state.terminal === message.host ? undefined : state.terminal;
      return withOptional({ ...state, terminals }, 'terminal', shown);
    }
    case 'page': {
      const page = Math.max(0, message.page);
      return page === state.page ? state : { ...state, page };
    }
    case 'scroll':
      return scrolled(state, message.key, message);
    case 'show-run':
      return shown(state, message.number);
    case 'opened-run':
      return opened(state, message.run);
    case 'search':
      return searched(state, message.search);
    case 'found':
      return withFound(state, message);
    case 'notice':
      return withOptional(state, 'notice', message.notice);
    case 'host-notice':
      return withHostNotice(state, message.host, message.text);
    case 'overlay':
      return withOptional(state, 'overlay', message.overlay);
    case 'tick':
      return message.now > state.now ? { ...state, now: message.now } : state;
    default:
      return message satisfies never;
  }
}

/** A notice that is the same for several hosts is shown once; it does not replace the reason why a line was refused. */
function withHostNotice(state: State, host: string, text: string): State {
  const { notice } = state;
  if (notice?.kind === 'error') return state;
  const before = notice?.hosts && alike(notice.text) === alike(text) ? notice.hosts : [];
  const hosts = before.includes(host) ? before : [...before, host];
  const said = hosts.length === 1 || notice?.text === text ? text : alike(text);
  return { ...state, notice: { kind: 'info', text: said, hosts } };
}

/** Numbers, such as process ids, may differ from host to host. */
const alike = (text: string): string => text.replaceAll(/\d+/g, '…');

function viewAfter(
  { view, viewBefore = 'panes' }: State,
  to: Extract<Message, { type: 'view' }>['view'],
): ViewName {
  if (to === 'toggle-table') return view === 'table' ? viewBefore : 'table';
  if (to === 'toggle') return view === 'panes' ? 'merged' : 'panes';
  if (to !== 'next') return to;
  return viewOrder[(viewOrder.indexOf(view) + 1) % viewOrder.length] ?? view;
}

const viewOrder: readonly ViewName[] = ['panes', 'merged', 'stream'];

function started(state: State, run: State['runs'][number]): State {
  if (state.runs.some(({ id }) => id === run.id)) return state;
  const now = Math.max(state.now, run.startedAt);
  const runs = [...state.runs, ended(run, run.startedAt)];
  return ofToday(withOptional({ ...state, runs, now }, 'shownRun', undefined));
}

function letGo(state: State, id: string, host: string): State {
  const index = state.runs.findLastIndex((run) => run.id === id);
  const run = state.runs[index];
  const hostRun = run?.hostRuns.get(host);
  if (!run || !hostRun || hostRun.outcome || hostRun.letGo) return state;
  const hostRuns = new Map(run.hostRuns).set(host, { ...hostRun, letGo: true });
  const runs = state.runs.with(index, ended({ ...run, hostRuns }, state.now));
  return { ...state, runs };
}

function lookingAt(state: State, host: string | undefined): State {
  const shown = withOptional(state, 'terminal', host);
  return host === undefined || state.terminals.includes(host)
    ? shown
    : { ...shown, terminals: [...state.terminals, host] };
}

function scrolled(
  state: State,
  key: string,
  { top, seen }: { readonly top: number | 'follow'; readonly seen: number },
): State {
  const before = state.scroll.get(key);
  const position: ScrollPosition | undefined = top === 'follow' ? undefined : { top, seen };
  if (before?.top === position?.top && before?.seen === position?.seen) return state;
  const scroll = new Map(state.scroll);
  if (position) scroll.set(key, position);
  else scroll.delete(key);
  return { ...state, scroll };
}

/** Ignores a number that no run has. */
function shown(state: State, number: number | undefined): State {
  const known = number === undefined || state.runs.some((run) => run.number === number);
  if (!known) return state;
  const next = ofToday(withOptional(state, 'shownRun', number));
  return next === state ? state : noticeRead(next);
}

/** If the open run only has more to show, the notice stays. */
function opened(state: State, run: Run | undefined): State {
  const next = withOptional(state, 'openedRun', run);
  return state.openedRun?.id === run?.id ? next : noticeRead(next);
}

/** Results of a search leave the notice alone. */
function searched(state: State, search: Search | undefined): State {
  const next = withOptional(state, 'search', search);
  return state.search?.text === search?.text ? next : noticeRead(next);
}

/** Leaves the run of an earlier day. */
const ofToday = (state: State): State => withOptional(state, 'openedRun', undefined);

const filters: readonly Filter[] = ['all', 'failed', 'odd', 'running', 'down'];

const nextFilter = (filter: Filter): Filter =>
  filters[(filters.indexOf(filter) + 1) % filters.length] ?? 'all';

const equalSizes = (a: Size, b: Size): boolean => a.columns === b.columns && a.rows === b.rows;
