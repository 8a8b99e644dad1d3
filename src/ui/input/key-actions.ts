import { isOver } from '../../domain/roll.ts';
import { initialEditor, isSearching, text } from '../../shell/editor.ts';
import { edit } from '../../shell/line-editor.ts';
import type { Message } from '../../store/message.ts';
import type { State } from '../../store/state.ts';
import { rollBrief } from '../overlays/roll-rows.ts';
import { views } from '../views/index.ts';
import { columnCount } from '../views/table.ts';
import type { Plan, Scroll } from '../views/view.ts';
import type { Desk } from './desk.ts';
import { openDifference } from './difference-mode.ts';
import type { KeyId } from './keys.ts';
import { invertMarks, makeTarget, markAll, shownHosts, toggleMarks } from './mark-actions.ts';
import { muteUnderCursor } from './mute-key.ts';
import { enterLine, startCompletion, tried } from './prompt-actions.ts';
import { interruptUnder, isOfToday, letGoUnder, walkRuns } from './run-keys.ts';
import { refuse, say } from './say.ts';
import { beginSearch, endSearch, jump } from './search-actions.ts';

/** What each binding of `keyTable` does; `key` says which of its keys was pressed. */
export const keyActions: Readonly<Record<KeyId, (desk: Desk, key: string) => void>> = {
  enter: enterLine,
  complete: startCompletion,
  'search-history': (desk) => {
    const { editor, ...hand } = desk.hand();
    // other sessions may have added to it; while one walks in it, it stands still
    const isWalked = editor.recalled !== undefined || isSearching(editor);
    if (!isWalked) desk.setHand({ ...hand, editor: { ...editor, history: desk.history() } });
    editPrompt(desk, 'r', { ctrl: true });
  },
  newline: (desk) => editPrompt(desk, 'return', { meta: true }),
  'to-grid': (desk) => {
    const { cursor } = planOf(desk);
    actAll(desk, [
      { type: 'focus', focus: 'grid' },
      { type: 'cursor', host: cursor },
    ]);
  },
  move: (desk, key) => {
    const step = steps[key.replace('M-', '')];
    const messages = step && stepInView(desk, step);
    if (messages) actAll(desk, messages);
    else if (step) moveCursor(desk, step);
  },
  back: (desk) => {
    const { store } = desk;
    if (store.state().search) endSearch(desk);
    else if (store.state().zoom !== undefined) store.act({ type: 'zoom', host: undefined });
    else store.act({ type: 'focus', focus: 'prompt' });
  },
  zoom: (desk) => {
    const { cursor } = planOf(desk);
    if (cursor !== undefined)
      actAll(desk, [
        { type: 'cursor', host: cursor },
        { type: 'zoom', host: cursor },
      ]);
    else refuse(desk, 'there is nothing to zoom here – Esc goes to the prompt');
  },
  terminal: (desk) => {
    const { cursor } = planOf(desk);
    if (cursor !== undefined) desk.actions.openTerminal(cursor);
    else refuse(desk, 'there is no host for a terminal here – Esc, then type @ to choose some');
  },
  'toggle-view': (desk) => desk.store.act({ type: 'view', view: 'toggle' }),
  difference: openDifference,
  table: ({ store }) => store.act({ type: 'view', view: 'toggle-table' }),
  'sort-table': (desk, key) => {
    const { store } = desk;
    if (store.state().view !== 'table') {
      refuse(desk, `${key} sorts the table – T shows it`);
      return;
    }
    const last = columnCount(desk.scene()) - 1;
    const { column, descending } = store.state().tableOrder ?? { column: -1, descending: false };
    const by = { '<': -1, '>': 1 }[key] ?? 0;
    const order =
      by === 0
        ? { column, descending: !descending }
        : { column: Math.min(last, Math.max(-1, column + by)), descending: true };
    store.act({ type: 'table-order', order });
  },
  masks: (desk) => {
    const { store } = desk;
    store.act({ type: 'toggle-masks' });
    const { view, unmasked } = store.state();
    if (view !== 'merged')
      say(
        desk,
        unmasked ? 'merged will mask nothing – M again' : 'merged will mask names, times, ids',
      );
  },
  mute: muteUnderCursor,
  'next-view': (desk) => desk.store.act({ type: 'view', view: 'next' }),
  filter: (desk) =>
    actAll(desk, [
      { type: 'filter', filter: 'next' },
      { type: 'page', page: 0 },
    ]),
  search: beginSearch,
  'next-hit': (desk, key) => jump(desk, key === 'N' ? -1 : 1),
  copy: (desk) => desk.actions.takeOutput('copy', planOf(desk).under),
  write: (desk) => desk.actions.takeOutput('write', []),
  'page-output': (desk, key) =>
    desk.actions.takeOutput(key === 'O' ? 'page-raw' : 'page', planOf(desk).under),
  mark: (desk) => toggleMarks(desk, planOf(desk).under),
  'mark-all': (desk) => markAll(desk, shownHosts(planOf(desk))),
  'invert-marks': (desk) => invertMarks(desk, shownHosts(planOf(desk))),
  'make-target': (desk) => makeTarget(desk, planOf(desk)),
  'undo-target': (desk) => void tried(desk, () => desk.actions.targetBack()),
  retry: (desk) => {
    if (isOfToday(desk)) tried(desk, () => desk.actions.retry());
  },
  'interrupt-host': (desk) => interruptUnder(desk, planOf(desk).under),
  'let-go': (desk) => letGoUnder(desk, planOf(desk).under),
  'walk-runs': (desk, key) => walkRuns(desk, key === '[' ? -1 : 1),
  ends: (desk, key) => scroll(desk, key === 'g' ? 'start' : 'end'),
  help: ({ store }) => store.act({ type: 'overlay', overlay: { kind: 'help', top: 0 } }),
  page: (desk, key) => turn(desk, key === 'pageup' ? -1 : 1),
  interrupt: interruptOrClear,
  leave: leaveOrDelete,
  suspend: (desk) => desk.suspend(),
  redraw: (desk) => desk.redraw(),
};

type Step = (plan: Plan, at: number) => number;

const left: Step = (plan, at) => (at % plan.columns === 0 ? at : at - 1);
const right: Step = (plan, at) => (at % plan.columns === plan.columns - 1 ? at : at + 1);
const up: Step = (plan, at) => at - plan.columns;
const down: Step = (plan, at) => at + plan.columns;
const steps: Readonly<Record<string, Step>> = {
  left,
  h: left,
  down,
  j: down,
  up,
  k: up,
  right,
  l: right,
};

/** The items that the cursor can stand on now. */
function planOf(desk: Desk): Plan {
  const scene = desk.scene();
  return views[scene.state.view].plan(scene, desk.area());
}

/** The step of a view whose cursor stands on lines; undefined in other views. */
function stepInView(desk: Desk, step: Step): readonly Message[] | undefined {
  const scene = desk.scene();
  const view = views[scene.state.view];
  if (step === left || step === right) return undefined;
  return view.step?.(scene, desk.area(), step === up ? -1 : 1);
}

/** Moves to another item; the page follows. */
function moveCursor(desk: Desk, to: Step): void {
  const plan = planOf(desk);
  const { cursor } = desk.store.state();
  const at = plan.items.indexOf(plan.cursor ?? '');
  // The first move only shows where the cursor is.
  const next = cursor === undefined ? at : to(plan, at);
  const host = plan.items[next];
  if (host === undefined) return;
  const messages: Message[] = [{ type: 'cursor', host }];
  const page = Math.floor(next / plan.perPage);
  if (page !== plan.page) messages.push({ type: 'page', page });
  if (desk.store.state().zoom !== undefined) messages.push({ type: 'zoom', host });
  actAll(desk, messages);
}

/** Turns the page if there are several; else scrolls the text under the cursor. */
function turn(desk: Desk, by: 1 | -1): void {
  const plan = planOf(desk);
  if (plan.pages === 1 || desk.store.state().zoom !== undefined) {
    scroll(desk, by < 0 ? 'page-up' : 'page-down');
    return;
  }
  const page = Math.min(plan.pages - 1, Math.max(0, plan.page + by));
  const host = plan.items[page * plan.perPage];
  actAll(desk, [
    { type: 'page', page },
    ...(desk.store.state().cursor && host ? [{ type: 'cursor', host } as const] : []),
  ]);
}

function scroll(desk: Desk, by: Scroll): void {
  const scene = desk.scene();
  const message = views[scene.state.view].scroll(scene, desk.area(), by);
  if (message) desk.store.act(message);
}

function interruptOrClear(desk: Desk): void {
  const { actions, store } = desk;
  if (store.state().notice) store.act({ type: 'notice', notice: undefined });
  if (!actions.interrupt()) desk.setHand({ editor: initialEditor(desk.history()) });
}

/** Ctrl-D leaves when nothing is typed, and asks while something runs; else it deletes a character. */
function leaveOrDelete(desk: Desk): void {
  const { store, actions } = desk;
  if (text(desk.hand().editor) !== '') {
    editPrompt(desk, 'd', { ctrl: true });
    return;
  }
  const question = unfinished(store.state());
  if (question === undefined) {
    actions.quit();
    return;
  }
  // biome-ignore lint/suspicious/noThenProperty: what a yes leads to; nobody awaits it
  store.act({ type: 'overlay', overlay: { kind: 'confirm', text: question, then: 'quit' } });
}

/** What leaving would cut short, as a question; undefined if nothing. */
function unfinished({ runs, roll }: State): string | undefined {
  const run = runs.at(-1);
  if (run && run.endedAt === undefined)
    return `run ${run.number} is still going – leave and interrupt it?`;
  return roll && !isOver(roll) ? `${rollBrief(roll)} – leave the rest undone?` : undefined;
}

function editPrompt(desk: Desk, name: string, modifiers: { ctrl?: true; meta?: true }): void {
  const hand = desk.hand();
  desk.setHand({ ...hand, editor: edit(hand.editor, { type: 'key', name, ...modifiers }) });
}

const actAll = ({ store }: Desk, messages: readonly Message[]) => {
  for (const message of messages) store.act(message);
};
