import { type Editor, spliced } from './editor.ts';

const remembered = 20;

/** Cuts a stretch; stretches cut one after the other are put back as one. */
export function kill(editor: Editor, from: number, to: number): Editor {
  const { graphemes, cursor, killed } = editor;
  const stretch = graphemes.slice(from, to).join('');
  if (stretch === '') return editor;
  const next = spliced(editor, from, to, '');
  const [newest = '', ...older] = killed;
  const joined = from < cursor ? stretch + newest : newest + stretch;
  const all =
    editor.last === 'kill' ? [joined, ...older] : [stretch, ...killed].slice(0, remembered);
  return { ...next, killed: all, last: 'kill' };
}

/** Puts back what was cut last. */
export const yank = (editor: Editor): Editor => put(editor, 0, editor.cursor);

/** Right after a yank: the cut before that one instead. */
export function yankBefore(editor: Editor): Editor {
  const { last, killed } = editor;
  if (typeof last !== 'object') return editor;
  return put(editor, (last.yank + 1) % killed.length, last.from);
}

function put(editor: Editor, yank: number, from: number): Editor {
  const stretch = editor.killed[yank];
  if (stretch === undefined) return editor;
  return { ...spliced(editor, from, editor.cursor, stretch), last: { yank, from } };
}
