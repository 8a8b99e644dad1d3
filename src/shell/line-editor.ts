import { chord, type EditEvent } from './edit-event.ts';
import { type Editor, insert, moved, spliced, undone } from './editor.ts';
import { recall } from './editor-history.ts';
import { kill, yank, yankBefore } from './editor-kill.ts';
import {
  lineAbove,
  lineBelow,
  lineEnd,
  lineStart,
  wordLeft,
  wordRight,
  wordStart,
} from './editor-moves.ts';
import { search, startSearch } from './editor-search.ts';

/** One key, text or paste: state × event → state. Keys it does not know leave the editor as it is. */
export function edit(editor: Editor, event: EditEvent): Editor {
  if (editor.search) return search(editor, editor.search, event, edit);
  switch (event.type) {
    case 'text':
      return insert(editor, clean(event.text));
    case 'paste': {
      const pasted = clean(event.text);
      const held = editor.held || pasted.trimEnd().includes('\n');
      return { ...insert(editor, pasted), held };
    }
    case 'key':
      return keys[chord(event)]?.(editor) ?? editor;
    default:
      return event satisfies never;
  }
}

/** Line ends of every kind become \n, tabs become blanks, other controls are dropped. */
const clean = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '    ')
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '');

type Edit = (editor: Editor) => Editor;

const moves: Readonly<Record<string, Edit>> = {
  'C-a': (editor) => moved(editor, lineStart(editor)),
  'C-e': (editor) => moved(editor, lineEnd(editor)),
  'C-b': (editor) => moved(editor, editor.cursor - 1),
  'C-f': (editor) => moved(editor, editor.cursor + 1),
  'M-b': (editor) => moved(editor, wordLeft(editor)),
  'M-f': (editor) => moved(editor, wordRight(editor)),
  'C-p': (editor) => (lineStart(editor) > 0 ? moved(editor, lineAbove(editor)) : recall(editor, 1)),
  'C-n': (editor) =>
    lineEnd(editor) < editor.graphemes.length
      ? moved(editor, lineBelow(editor))
      : recall(editor, -1),
};

const edits: Readonly<Record<string, Edit>> = {
  'C-h': (editor) => removed(editor, editor.cursor - 1, editor.cursor),
  'C-d': (editor) => removed(editor, editor.cursor, editor.cursor + 1),
  'C-k': (editor) => {
    const end = lineEnd(editor);
    return kill(editor, editor.cursor, end === editor.cursor ? end + 1 : end);
  },
  'C-u': (editor) => kill(editor, lineStart(editor), editor.cursor),
  'C-w': (editor) => kill(editor, wordStart(editor), editor.cursor),
  'M-backspace': (editor) => kill(editor, wordLeft(editor), editor.cursor),
  'M-d': (editor) => kill(editor, editor.cursor, wordRight(editor)),
  'C-y': yank,
  'M-y': yankBefore,
  'C-_': undone,
  'M-return': (editor) => insert(editor, '\n'),
  'C-r': startSearch,
};

const keys: Readonly<Record<string, Edit>> = {
  ...moves,
  ...edits,
  ...aliases({
    home: 'C-a',
    end: 'C-e',
    left: 'C-b',
    right: 'C-f',
    up: 'C-p',
    down: 'C-n',
    backspace: 'C-h',
    delete: 'C-d',
    'C-left': 'M-b',
    'M-left': 'M-b',
    'C-right': 'M-f',
    'M-right': 'M-f',
    'C-/': 'C-_',
  }),
};

function aliases(names: Readonly<Record<string, string>>): Record<string, Edit> {
  const all = { ...moves, ...edits };
  return Object.fromEntries(
    Object.entries(names).map(([name, key]) => [
      name,
      (editor: Editor) => all[key]?.(editor) ?? editor,
    ]),
  );
}

function removed(editor: Editor, from: number, to: number): Editor {
  if (from < 0 || to > editor.graphemes.length) return editor;
  return spliced(editor, from, to, '');
}
