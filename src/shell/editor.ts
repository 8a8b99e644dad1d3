import { graphemes } from './graphemes.ts';

/** The prompt's text and all that editing it needs; every change makes a new one. */
export interface Editor {
  /** The text, one grapheme each. */
  readonly graphemes: readonly string[];
  /** Graphemes before the cursor. */
  readonly cursor: number;
  /** Lines entered before, the newest last. */
  readonly history: readonly string[];
  /** Place in the history, counted from its end; absent: the line being written. */
  readonly recalled?: { readonly back: number; readonly draft: string };
  readonly killed: readonly string[];
  /** What the last key did, for keys that go on with it. */
  readonly last?: 'kill' | { readonly yank: number; readonly from: number };
  readonly undo: readonly { readonly graphemes: readonly string[]; readonly cursor: number }[];
  readonly search?: Search;
  /** A paste of several lines waits for Enter; it never runs by itself. */
  readonly held: boolean;
}

/** Ctrl-R is on; the text is the line found. */
export interface Search {
  readonly query: string;
  /** Index in the history; absent: nothing was found yet. */
  readonly match?: number;
  /** Nothing (further) holds the query. */
  readonly failed: boolean;
  /** The text before the search. */
  readonly draft: string;
}

export const initialEditor = (history: readonly string[] = []): Editor => ({
  graphemes: [],
  cursor: 0,
  history,
  killed: [],
  undo: [],
  held: false,
});

export const text = ({ graphemes }: Editor): string => graphemes.join('');

export const textBeforeCursor = ({ graphemes, cursor }: Editor): string =>
  graphemes.slice(0, cursor).join('');

/** Characters (UTF-16 units) before the cursor. */
export const cursorOf = (editor: Editor): number => textBeforeCursor(editor).length;

export const isSearching = ({ search }: Editor): boolean => search !== undefined;

/** What is searched for, as the prompt shows it; undefined: no search is on. */
export const searchOf = ({ search }: Editor): string | undefined =>
  search && (search.failed ? `${search.query} (not found)` : search.query);

const undoSteps = 100;

/** The text is changed; the step can be undone. */
export function changed(editor: Editor, next: readonly string[], cursor: number): Editor {
  const { recalled: _, last: __, ...rest } = editor;
  const undo = [
    ...editor.undo.slice(1 - undoSteps),
    { graphemes: editor.graphemes, cursor: editor.cursor },
  ];
  return { ...rest, graphemes: next, cursor, undo, held: editor.held && next.includes('\n') };
}

/** Only the cursor moves. */
export function moved(editor: Editor, cursor: number): Editor {
  const { last: _, ...rest } = editor;
  return { ...rest, cursor: Math.max(0, Math.min(editor.graphemes.length, cursor)) };
}

/** Puts `inserted` at the cursor; joined with its neighbour, so that an accent typed alone merges. */
export function insert(editor: Editor, inserted: string): Editor {
  if (inserted === '') return editor;
  const before = graphemes(textBeforeCursor(editor) + inserted);
  return changed(editor, [...before, ...editor.graphemes.slice(editor.cursor)], before.length);
}

/** Replaces a stretch of the text (UTF-16 offsets), as completion does. */
export function replaceRange(
  editor: Editor,
  { from, to }: { readonly from: number; readonly to: number },
  replacement: string,
): Editor {
  const whole = text(editor);
  const before = graphemes(whole.slice(0, from) + replacement);
  return changed(editor, [...before, ...graphemes(whole.slice(to))], before.length);
}

/** A whole new line in place of the text. */
export function replaced(editor: Editor, line: string): Editor {
  const next = graphemes(line);
  const { last: _, search: __, ...rest } = editor;
  return { ...rest, graphemes: next, cursor: next.length };
}
