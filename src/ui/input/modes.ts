import { isSearching, text } from '../../shell/editor.ts';
import { edit } from '../../shell/line-editor.ts';
import type { OpenQuestion, Overlay } from '../../store/state.ts';
import { emptyField, typeAnswer } from './answer-field.ts';
import { stepSelection } from './completion-list.ts';
import type { Desk } from './desk.ts';
import { typeDifference } from './difference-mode.ts';
import { typeGuard } from './guard-mode.ts';
import { inputRun, typeInput } from './input-mode.ts';
import { keyActions } from './key-actions.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { keyLabel } from './key-words.ts';
import { bindingFor } from './keys.ts';
import { scrollOverlay } from './overlay-scroll.ts';
import { holdPaste, resumePaste, typePaste } from './paste-mode.ts';
import { candidates, takeCompletion, tried, typeInPrompt } from './prompt-actions.ts';
import { putBack } from './put-back.ts';
import { typeRoll } from './roll-mode.ts';
import { typeRuns } from './runs-mode.ts';
import { refuse } from './say.ts';
import { typeSearch } from './search-actions.ts';
import { typeTrust } from './trust-mode.ts';

/** Who gets the keys. The first active mode takes the event, and may pass it on to the next one. */
export interface Mode {
  readonly name: string;
  isOn(desk: Desk): boolean;
  /** Returns true if the event is used up. */
  take(event: InputEvent, desk: Desk): boolean;
}

/** Gives `event` to the topmost mode that wants it. */
export function dispatch(event: InputEvent, desk: Desk): void {
  if (desk.store.state().questions.length === 0) desk.attention.typed();
  for (const mode of modes) if (mode.isOn(desk) && mode.take(event, desk)) break;
  resumePaste(desk);
}

const terminal: Mode = {
  name: 'terminal',
  isOn: () => true,
  take(event, desk) {
    const binding = event.type === 'key' ? bindingFor(keyName(event), 'prompt') : undefined;
    if (binding?.id !== 'suspend' && binding?.id !== 'redraw') return false;
    keyActions[binding.id](desk, '');
    return true;
  },
};

const question: Mode = {
  name: 'question',
  isOn: ({ store }) => store.state().questions.length > 0,
  take(event, desk) {
    const [open] = desk.store.state().questions;
    const typing = text(desk.hand().editor) !== '';
    if (!open || !desk.attention.isFor(open.ask, typing)) return false;
    answer(event, open, desk);
    return true;
  },
};

function answer(event: InputEvent, open: OpenQuestion, desk: Desk): void {
  const { answer: field, ...hand } = desk.hand();
  const current = field?.ask === open.ask ? field : emptyField(open);
  const step = typeAnswer(current, open, event);
  if (step.kind === 'typing') {
    desk.setHand({ ...hand, answer: step.field });
    return;
  }
  desk.setHand(hand);
  desk.actions.answer(open.ask, step.kind === 'declined' ? null : step.answers);
}

const overlay: Mode = {
  name: 'overlay',
  isOn: ({ store }) => store.state().overlay !== undefined,
  take(event, desk) {
    const { store, actions } = desk;
    const open = store.state().overlay;
    const key = keyName(event);
    const close = () => store.act({ type: 'overlay', overlay: undefined });
    if (open?.kind === 'confirm') {
      if (!['y', 'return', 'n', 'escape', 'C-c'].includes(key)) return true;
      close();
      if (key === 'y' || key === 'return') actions.quit();
      return true;
    }
    if (open?.kind === 'guard') {
      typeGuard(event, open, desk);
      return true;
    }
    if (open?.kind === 'difference') {
      const keys = event.type === 'text' ? Array.from(event.text) : [key];
      for (const each of keys) {
        const now = store.state().overlay;
        if (now?.kind === 'difference') typeDifference(each, now, desk);
      }
      return true;
    }
    if (open?.kind === 'runs') {
      typeRuns(event, open, desk);
      return true;
    }
    if (open?.kind === 'trust') {
      typeTrust(event, desk);
      return true;
    }
    if (open?.kind === 'paste') {
      typePaste(event, desk);
      return true;
    }
    if (open?.kind === 'roll') {
      typeRoll(event, desk);
      return true;
    }
    if (open?.kind === 'full-screen') {
      fullScreen(key, open, desk);
      return true;
    }
    if (['escape', 'q', 'return', 'C-c', '?'].includes(key)) close();
    if (open?.kind !== 'text' && open?.kind !== 'help' && open?.kind !== 'chart') return true;
    scrollOverlay(open, key, desk);
    return true;
  },
};

/**
 * A line that draws a whole screen: opens a terminal on one host, or runs as it is everywhere; otherwise it goes back
 * to the prompt.
 */
function fullScreen(
  key: string,
  { line, command, host }: Extract<Overlay, { kind: 'full-screen' }>,
  desk: Desk,
): void {
  const { store, actions } = desk;
  if (!['t', 'return', 'a', 'escape', 'C-c'].includes(key)) return;
  store.act({ type: 'overlay', overlay: undefined });
  if (key === 't' || key === 'return') actions.openTerminal(host, command.trim());
  else if (key !== 'a' || !tried(desk, () => actions.enterAnyway(line))) putBack(line, desk);
}

const popup: Mode = {
  name: 'popup',
  isOn: (desk) => desk.hand().completion !== undefined,
  take(event, desk) {
    const { completion: list, ...hand } = desk.hand();
    if (!list) return false;
    switch (keyName(event)) {
      case 'tab':
      case 'down':
        desk.setHand({ ...hand, completion: stepSelection(list, 1) });
        return true;
      case 'S-tab':
      case 'up':
        desk.setHand({ ...hand, completion: stepSelection(list, -1) });
        return true;
      case 'return':
        takeCompletion(desk, list);
        return true;
      case 'escape':
        desk.setHand(hand);
        return true;
      default:
        desk.setHand(hand);
        narrow(event, desk);
        return true;
    }
  },
};

/** Typing on while the list is open narrows it. */
function narrow(event: InputEvent, desk: Desk): void {
  const before = text(desk.hand().editor);
  dispatch(event, desk);
  const after = text(desk.hand().editor);
  if (after === before) return;
  const list = candidates(desk);
  if (list) desk.setHand({ ...desk.hand(), completion: list });
}

const search: Mode = {
  name: 'search',
  isOn: ({ hand, store }) => store.state().focus === 'prompt' && isSearching(hand().editor),
  take(event, desk) {
    const hand = desk.hand();
    desk.setHand({ ...hand, editor: edit(hand.editor, event) });
    return true;
  },
};

const find: Mode = {
  name: 'find',
  isOn: ({ store }) => store.state().search?.typing === true,
  take: typeSearch,
};

const grid: Mode = {
  name: 'grid',
  isOn: ({ store }) => store.state().focus === 'grid',
  take(event, desk) {
    if (event.type === 'paste') {
      desk.store.act({ type: 'focus', focus: 'prompt' });
      return false;
    }
    const [key = '', ...ahead] = event.type === 'text' ? event.text : [keyName(event)];
    const binding = bindingFor(key, 'grid');
    if (binding) keyActions[binding.id](desk, key);
    else if (key === ':' || key === '@') typeAtPrompt(key, desk);
    else refuse(desk, `${keyLabel(key)} does nothing in the grid – ? tells the keys, Esc types`);
    // What was typed ahead goes to whoever has the keys after this event.
    if (ahead.length > 0) dispatch({ type: 'text', text: ahead.join('') }, desk);
    return true;
  },
};

/** `:` and `@` start a line at the prompt. */
function typeAtPrompt(typed: string, desk: Desk): void {
  desk.store.act({ type: 'focus', focus: 'prompt' });
  typeInPrompt({ type: 'text', text: typed }, desk);
}

/** What is typed at the prompt goes to the programs of the run. */
const input: Mode = {
  name: 'input',
  isOn: ({ store }) => inputRun(store.state()) !== undefined,
  take: typeInput,
};

const prompt: Mode = {
  name: 'prompt',
  isOn: () => true,
  take(event, desk) {
    const binding = event.type === 'key' ? bindingFor(keyName(event), 'prompt') : undefined;
    if (binding) keyActions[binding.id](desk, keyName(event));
    else if (!holdPaste(event, desk)) typeInPrompt(event, desk);
    return true;
  },
};

/** Topmost first. */
const modes: readonly Mode[] = [
  terminal,
  question,
  overlay,
  popup,
  find,
  search,
  grid,
  input,
  prompt,
];
