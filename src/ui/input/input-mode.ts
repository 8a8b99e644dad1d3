import { initialEditor, text } from '../../shell/editor.ts';
import type { State } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { typeInPrompt } from './prompt-actions.ts';

/** The run whose programs read what is typed, if there is one. */
export function inputRun({ inputRun, runs }: State) {
  const run = inputRun === undefined ? undefined : runs.findLast(({ id }) => id === inputRun);
  return run?.endedAt === undefined ? run : undefined;
}

/** Handles keys that mean something else here than at the prompt; true if the event is used up. */
export function typeInput(event: InputEvent, desk: Desk): boolean {
  if (event.type !== 'key') return false;
  const { store, actions } = desk;
  const typed = text(desk.hand().editor);
  switch (keyName(event)) {
    case 'return':
      actions.sendInput(`${typed}\n`);
      desk.setHand({ editor: initialEditor(desk.history()) });
      return true;
    case 'M-return': {
      const { zoom, cursor } = store.state();
      const host = zoom ?? cursor;
      if (host === undefined) return true;
      actions.sendInput(`${typed}\n`, host);
      desk.setHand({ editor: initialEditor(desk.history()) });
      return true;
    }
    case 'C-d':
      if (typed !== '') actions.sendInput(typed);
      actions.endInput();
      desk.setHand({ editor: initialEditor(desk.history()) });
      return true;
    case 'tab':
      typeInPrompt({ type: 'text', text: '\t' }, desk);
      return true;
    // The history holds lines for the shell, not input.
    case 'up':
    case 'down':
    case 'C-r':
      return true;
    default:
      return false;
  }
}
