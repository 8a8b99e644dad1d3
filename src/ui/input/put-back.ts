import { replaceRange, text } from '../../shell/editor.ts';
import type { Desk } from './desk.ts';

/** Puts a line that was not sent back into the prompt. */
export function putBack(line: string, desk: Desk): void {
  const hand = desk.hand();
  if (hand.pasted) {
    desk.setHand({ ...hand, pasted: [line, ...hand.pasted] });
    return;
  }
  const whole = { from: 0, to: text(hand.editor).length };
  desk.setHand({ ...hand, editor: replaceRange(hand.editor, whole, line) });
}
