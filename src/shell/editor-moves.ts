import type { Editor } from './editor.ts';
import { isSpace, isWordCharacter } from './graphemes.ts';

/** Where the cursor's line begins and ends: a pasted text may have several. */
export function lineStart({ graphemes, cursor }: Editor): number {
  let at = cursor;
  while (at > 0 && graphemes[at - 1] !== '\n') at--;
  return at;
}

export function lineEnd({ graphemes, cursor }: Editor): number {
  let at = cursor;
  while (at < graphemes.length && graphemes[at] !== '\n') at++;
  return at;
}

export function lineAbove(editor: Editor): number {
  const start = lineStart(editor);
  const above = lineStart({ ...editor, cursor: start - 1 });
  return Math.min(above + editor.cursor - start, start - 1);
}

export function lineBelow(editor: Editor): number {
  const below = lineEnd(editor) + 1;
  const column = editor.cursor - lineStart(editor);
  return Math.min(below + column, lineEnd({ ...editor, cursor: below }));
}

export function wordLeft({ graphemes, cursor }: Editor): number {
  let at = cursor;
  while (at > 0 && !isWordCharacter(graphemes[at - 1])) at--;
  while (at > 0 && isWordCharacter(graphemes[at - 1])) at--;
  return at;
}

export function wordRight({ graphemes, cursor }: Editor): number {
  let at = cursor;
  while (at < graphemes.length && !isWordCharacter(graphemes[at])) at++;
  while (at < graphemes.length && isWordCharacter(graphemes[at])) at++;
  return at;
}

/** As Ctrl-W does: back to white space. */
export function wordStart({ graphemes, cursor }: Editor): number {
  let at = cursor;
  while (at > 0 && isSpace(graphemes[at - 1])) at--;
  while (at > 0 && !isSpace(graphemes[at - 1])) at--;
  return at;
}
