import { textWidth } from './text-width.ts';

/** The prompt on the screen: rows, and where the cursor stands in them. */
export interface PromptRows {
  readonly rows: readonly string[];
  readonly cursor: { readonly x: number; readonly y: number };
}

/**
 * Lays out `text` behind `label` (which may hold colours), wrapped and with its line ends, in at most `most` rows
 * around the cursor; `at` is the cursor's offset in `text`.
 */
export function promptRows(
  label: string,
  text: string,
  at: number,
  width: number,
  most: number,
): PromptRows {
  const indent = Math.min(textWidth(label), width - 2);
  const rows = [''];
  let x = 0;
  let cursor = { x: indent, y: 0 };
  const room = width - indent;
  const next = () => {
    rows.push('');
    x = 0;
  };
  const mark = (offset: number) => {
    if (offset !== at) return;
    if (x >= room) next();
    cursor = { x: indent + x, y: rows.length - 1 };
  };
  for (const { segment, index } of graphemes.segment(text)) {
    mark(index);
    if (segment === '\n') {
      next();
      continue;
    }
    const shown = unsafe.test(segment) ? '�' : segment;
    const cells = textWidth(shown);
    if (x + cells > room) next();
    rows[rows.length - 1] += shown;
    x += cells;
  }
  mark(text.length);
  const blank = ' '.repeat(indent);
  const laid = rows.map((row, y) => {
    const head = (y === 0 ? label : blank) + row;
    return head + ' '.repeat(Math.max(0, width - textWidth(head)));
  });
  const from = Math.min(Math.max(0, cursor.y - most + 1), Math.max(0, laid.length - most));
  return { rows: laid.slice(from, from + most), cursor: { x: cursor.x, y: cursor.y - from } };
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
// Control characters, and those that change the direction of writing.
const unsafe = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
