import { UsageError } from '../../domain/failure.ts';
import { cursorOf, initialEditor, replaceRange, text } from '../../shell/editor.ts';
import { edit } from '../../shell/line-editor.ts';
import { waitsFor } from '../../shell/whole-commands.ts';
import type { CompletionList } from './completion-list.ts';
import type { Desk } from './desk.ts';
import type { InputEvent } from './key-event.ts';
import { refuse } from './say.ts';

/** Sends the line; one that is not finished goes on in a new line. A line that is refused stays in the prompt, with the reason under it. */
export function enterLine(desk: Desk): void {
  const { store, actions } = desk;
  const line = text(desk.hand().editor);
  if (store.state().notice) store.act({ type: 'notice', notice: undefined });
  if (line.trim() === '') return;
  const open = waitsFor(line);
  if (open !== undefined && !isSentAnyway(line, open)) {
    const end = line.length;
    desk.setHand({ editor: replaceRange(desk.hand().editor, { from: end, to: end }, '\n') });
    return;
  }
  if (tried(desk, () => actions.enter(line))) {
    desk.setHand({ editor: initialEditor(desk.history()) });
  }
}

/** Enter on an empty line; not in a here-document, which would be cut off. */
const isSentAnyway = (line: string, open: string): boolean =>
  !open.startsWith('<<') && /\n[^\S\n]*$/.test(line);

/** Returns true if `act` succeeded; a UsageError is shown under the prompt. */
export function tried(desk: Pick<Desk, 'store'>, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    refuse(desk, error.message);
    return false;
  }
}

/** Tab: one candidate is taken at once, several are offered. */
export function startCompletion(desk: Desk): void {
  const { editor } = desk.hand();
  const at = { text: text(editor), cursor: cursorOf(editor) };
  const list = desk.complete(at.text, at.cursor);
  if (!list) {
    refuse(desk, nothingThere(at.text));
    return;
  }
  const { items, waiting } = list.completion;
  if (waiting === 'soon' || (waiting && items.length === 0)) {
    desk.setHand({ ...desk.hand(), awaiting: { ...at, since: performance.now() } });
  } else if (items.length === 1 && !waiting) takeCompletion(desk, list);
  else if (items.length > 0) desk.setHand({ ...desk.hand(), completion: list });
  else refuse(desk, nothingThere(at.text));
}

/** Why Tab adds nothing. */
export const nothingThere = (text: string): string =>
  text.trim() === ''
    ? 'Tab completes what is begun: @ hosts and groups, : built-ins, a word of a line'
    : 'nothing is known that goes on like this';

/** What can stand at the cursor now; undefined: nothing. */
export function candidates(desk: Desk): CompletionList | undefined {
  const { editor } = desk.hand();
  const list = desk.complete(text(editor), cursorOf(editor));
  return list && list.completion.items.length > 0 ? list : undefined;
}

/** Puts the selected candidate into the line. */
export function takeCompletion(desk: Desk, list: CompletionList): void {
  const { completion: _closed, awaiting: _over, ...hand } = desk.hand();
  const item = list.completion.items[list.selected];
  if (!item) return;
  desk.setHand({
    ...hand,
    editor: replaceRange(hand.editor, item.range ?? list.completion, item.insert),
  });
}

/** Typing and editing. A paste waits for Enter, so a line end at its end is dropped. */
export function typeInPrompt(event: InputEvent, desk: Desk): void {
  const { store } = desk;
  if (store.state().notice?.kind === 'error') store.act({ type: 'notice', notice: undefined });
  const { editor } = desk.hand();
  const used = event.type === 'paste' ? { ...event, text: pastedText(event.text) } : event;
  desk.setHand({ ...desk.hand(), editor: edit(editor, used) });
}

const pastedText = (text: string) => text.replaceAll(/\r\n?/g, '\n').replace(/\n+$/, '');
