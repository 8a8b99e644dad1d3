import { cursorOf, text } from '../../shell/editor.ts';
import type { CompletionList } from './completion-list.ts';
import type { Desk } from './desk.ts';
import { nothingThere, takeCompletion } from './prompt-actions.ts';
import { refuse } from './say.ts';

/** If Tab was pressed longer ago than this, ms, names are shown but no longer typed. */
const longAgo = 250;

/** The hosts have reported more names: an open list fills in, an awaited one opens, unless more was typed since. */
export function refreshCompletion(desk: Desk): void {
  const { awaiting, ...hand } = desk.hand();
  const { editor, completion: open } = hand;
  if (!open && !awaiting) return;
  const at = { text: text(editor), cursor: cursorOf(editor) };
  if (awaiting && (awaiting.text !== at.text || awaiting.cursor !== at.cursor)) {
    desk.setHand(hand);
    if (!open) return;
  }
  const list = desk.complete(at.text, at.cursor);
  if (!list || list.completion.waiting === 'soon') return;
  const { items, waiting } = list.completion;
  if (open) {
    if (items.length > 0) desk.setHand({ ...hand, completion: withSelection(list, open) });
    return;
  }
  if (items.length === 0) {
    if (waiting) return;
    desk.setHand(hand);
    if (awaiting) refuse(desk, nothingThere(at.text));
    return;
  }
  const late = performance.now() - (awaiting?.since ?? 0) > longAgo;
  if (items.length === 1 && !waiting && !late) takeCompletion(desk, list);
  else desk.setHand({ ...hand, completion: list });
}

/** Keeps the chosen item chosen, wherever it stands now. */
function withSelection(list: CompletionList, before: CompletionList): CompletionList {
  const chosen = before.completion.items[before.selected]?.label;
  const selected = list.completion.items.findIndex(({ label }) => label === chosen);
  return { ...list, selected: Math.max(0, selected) };
}
