import { initialEditor, replaced, text } from '../../shell/editor.ts';
import { edit } from '../../shell/line-editor.ts';
import { wholeCommands } from '../../shell/whole-commands.ts';
import type { Overlay } from '../../store/state.ts';
import type { Desk } from './desk.ts';
import { type InputEvent, keyName } from './key-event.ts';
import { tried } from './prompt-actions.ts';
import { rowSteps } from './row-steps.ts';

type Paste = Extract<Overlay, { kind: 'paste' }>;

/** Shows a paste of several lines, together with what is in the prompt, and waits; false if it is a single line. */
export function holdPaste(event: InputEvent, desk: Desk): boolean {
  if (event.type !== 'paste') return false;
  const pasted = event.text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '');
  if (!pasted.includes('\n')) return false;
  hold(text(edit(desk.hand().editor, { type: 'paste', text: pasted })), desk);
  return true;
}

/** The commands of a paste, as they would be sent. */
export function pastedCommands({ text }: Pick<Paste, 'text'>): readonly string[] {
  if (last?.text !== text) last = { text, commands: wholeCommands(text) };
  return last.commands;
}

/** It is asked for at each frame. */
let last: { readonly text: string; readonly commands: readonly string[] } | undefined;

/** Keys while a paste is shown. */
export function typePaste(event: InputEvent, desk: Desk): void {
  const open = desk.store.state().overlay;
  if (event.type === 'paste' || open?.kind !== 'paste') return;
  const key = keyName(event);
  const by = rowSteps[key];
  if (key === 'return') {
    close(desk);
    sendLines(pastedCommands(open), desk);
  } else if (key === 'o') {
    close(desk);
    sendLines([open.text], desk);
  } else if (key === 'e') {
    close(desk);
    desk.setHand({ editor: replaced(desk.hand().editor, open.text) });
  } else if (key === 'escape' || key === 'C-c') close(desk);
  else if (by !== undefined) {
    const top = Math.min(open.text.split('\n').length - 1, Math.max(0, open.top + by));
    desk.store.act({ type: 'overlay', overlay: { ...open, top } });
  }
}

/** After something that a pasted line had opened is closed, shows the remaining lines again. */
export function resumePaste(desk: Desk): void {
  const { pasted, ...hand } = desk.hand();
  if (pasted === undefined || desk.store.state().overlay) return;
  desk.setHand(hand);
  if (pasted.length > 0) hold(pasted.join('\n'), desk);
}

/** Sends each line by itself; one that is refused is shown again with those after it. */
function sendLines(lines: readonly string[], desk: Desk): void {
  desk.setHand({ editor: initialEditor(desk.history()) });
  for (const [at, line] of lines.entries()) {
    const sent = tried(desk, () => desk.actions.enter(line));
    if (sent && !desk.store.state().overlay) continue;
    if (sent) desk.setHand({ ...desk.hand(), pasted: lines.slice(at + 1) });
    else hold(lines.slice(at).join('\n'), desk);
    return;
  }
  desk.setHand({ editor: initialEditor(desk.history()) });
}

function hold(held: string, { store }: Desk): void {
  store.act({ type: 'focus', focus: 'prompt' });
  store.act({ type: 'overlay', overlay: { kind: 'paste', text: held, top: 0 } });
}

const close = ({ store }: Desk) => store.act({ type: 'overlay', overlay: undefined });
