import { type Editor, replaced, text } from './editor.ts';

/**
 * The next line back (1) or forth (-1) in the history that begins with what was typed; going past the
 * newest brings the line back that was being written.
 */
export function recall(editor: Editor, direction: 1 | -1): Editor {
  const draft = editor.recalled?.draft ?? text(editor);
  let back = editor.recalled?.back ?? 0;
  for (;;) {
    back += direction;
    if (back <= 0) return editor.recalled ? forget(replaced(editor, draft)) : editor;
    const line = editor.history.at(-back);
    if (line === undefined || back > editor.history.length) return editor;
    if (!line.startsWith(draft) || line === text(editor)) continue;
    return { ...replaced(editor, line), recalled: { back, draft } };
  }
}

function forget({ recalled: _, ...rest }: Editor): Editor {
  return rest;
}
