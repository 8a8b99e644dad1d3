import { graphemes, isAsciiFirst } from './graphemes.ts';

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

const textBeforeCursor = ({ graphemes, cursor }: Editor): string =>
  graphemes.slice(0, cursor).join('');

/** Characters (UTF-16 units) before the cursor. */
export const cursorOf = (editor: Editor): number => textBeforeCursor(editor).length;

export const isSearching = ({ search }: Editor): boolean => search !== undefined;

/** What is searched for, as the prompt shows it; undefined: no search is on. */
export const searchOf = ({ search }: Editor): string | undefined =>
  search && (search.failed ? `${search.query} (not found)` : search.query);

/**
 * Puts `inserted` in the place of the graphemes from `from` to `to`, the cursor behind it; the step can be undone.
 * What meets may become one grapheme, an accent and its letter; then the cursor stands behind that.
 */
export function spliced(editor: Editor, from: number, to: number, inserted: string): Editor {
  const before = editor.graphemes.slice(0, from);
  const after = editor.graphemes.slice(to);
  // Only what lies between two ASCII characters can change: a long paste is not read again for every key.
  const left = Math.max(0, before.findLastIndex(isAsciiFirst));
  const right = after.findIndex(isAsciiFirst) + 1 || after.length;
  const head = before.slice(left).join('') + inserted;
  const middle = graphemes(head + after.slice(0, right).join(''));
  const next = [...before.slice(0, left), ...middle, ...after.slice(right)];
  return changed(editor, next, left + countUpTo(middle, head.length));
}

/** Only the cursor moves. */
export function moved(editor: Editor, cursor: number): Editor {
  const { last: _, ...rest } = editor;
  return { ...rest, cursor: Math.max(0, Math.min(editor.graphemes.length, cursor)) };
}

/** Puts `inserted` at the cursor. */
export const insert = (editor: Editor, inserted: string): Editor =>
  inserted === '' ? editor : spliced(editor, editor.cursor, editor.cursor, inserted);

/** Replaces a stretch of the text (UTF-16 offsets), as completion does. */
export function replaceRange(
  editor: Editor,
  { from, to }: { readonly from: number; readonly to: number },
  replacement: string,
): Editor {
  const whole = text(editor);
  const head = whole.slice(0, from) + replacement;
  const next = graphemes(head + whole.slice(to));
  return changed(editor, next, countUpTo(next, head.length));
}

/** A whole new line in place of the text. */
export function replaced(editor: Editor, line: string): Editor {
  const next = graphemes(line);
  const { last: _, search: __, ...rest } = editor;
  const held = editor.held && next.includes('\n');
  return { ...rest, graphemes: next, cursor: next.length, held };
}

/** The text before the last change. */
export function undone({ last: _, recalled: __, ...editor }: Editor): Editor {
  const before = editor.undo.at(-1);
  return before ? { ...editor, ...before, undo: editor.undo.slice(0, -1) } : editor;
}

function changed(editor: Editor, next: readonly string[], cursor: number): Editor {
  const { recalled: _, last: __, ...rest } = editor;
  const held = editor.held && next.includes('\n');
  return { ...rest, graphemes: next, cursor, undo: withStep(editor), held };
}

const undoSteps = 100;

const withStep = ({ undo, graphemes, cursor }: Editor): Editor['undo'] => [
  ...undo.slice(1 - undoSteps),
  { graphemes, cursor },
];

/** How many graphemes hold the first `units` UTF-16 units. */
function countUpTo(graphemes: readonly string[], units: number): number {
  let count = 0;
  for (let seen = 0; seen < units; count++) seen += graphemes[count]?.length ?? units;
  return count;
}
