import { chord, type EditEvent } from './edit-event.ts';
import { type Editor, replaced, type Search, text } from './editor.ts';
import { graphemes } from './graphemes.ts';

type Edit = (editor: Editor, event: EditEvent) => Editor;

/** Ctrl-R: the history is searched while the query is typed, the newest line first. */
export const startSearch = (editor: Editor): Editor => ({
  ...editor,
  search: { query: '', failed: false, draft: text(editor) },
});

/** A key while searching: the text is the line found so far. Keys of editing go on with it. */
export function search(editor: Editor, current: Search, event: EditEvent, edit: Edit): Editor {
  const newest = editor.history.length - 1;
  if (event.type !== 'key') {
    const query = current.query + event.text.replace(/[\x00-\x1f\x7f-\x9f]/g, '');
    return find(editor, current, query, current.match ?? newest);
  }
  switch (chord(event)) {
    case 'C-r':
      return find(editor, current, current.query, (current.match ?? newest + 1) - 1, true);
    case 'backspace':
    case 'C-h':
      return find(editor, current, graphemes(current.query).slice(0, -1).join(''), newest);
    case 'C-g':
    case 'C-c':
    case 'escape':
      return replaced(editor, current.draft);
    case 'return':
    case 'tab':
      return replaced(editor, text(editor));
    default:
      return edit(replaced(editor, text(editor)), event);
  }
}

/** The next line from `from` on that holds the query; when going on, not the one that is shown once more. */
function find(
  editor: Editor,
  { draft, ...current }: Search,
  query: string,
  from: number,
  goesOn = false,
): Editor {
  const shown = goesOn && current.match !== undefined ? text(editor) : undefined;
  if (query === '') return { ...replaced(editor, draft), search: { query, failed: false, draft } };
  for (let match = from; match >= 0; match--) {
    const line = editor.history[match];
    if (!line?.includes(query) || line === shown) continue;
    return { ...replaced(editor, line), search: { query, match, failed: false, draft } };
  }
  return { ...editor, search: { ...current, draft, query, failed: true } };
}
