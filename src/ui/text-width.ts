import stringWidth from 'string-width';
import { nextStyle, styleSequence } from '../domain/sgr.ts';

/** How many terminal cells `text` takes; colours take none. */
export function textWidth(text: string): number {
  return isAscii(text) ? text.length : stringWidth(text);
}

/** `text` in exactly `columns` cells: cut (with `…`) or padded with spaces. */
export function toWidth(text: string, columns: number): string {
  const missing = columns - textWidth(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  if (columns <= 1) return pad(cut(text, columns), columns);
  return `${pad(cut(text, columns - 1), columns - 1)}…`;
}

/** `text` followed by spaces up to `columns` cells; a longer one is cut without a mark. */
export function pad(text: string, columns: number): string {
  const missing = columns - textWidth(text);
  return missing >= 0 ? text + ' '.repeat(missing) : pad(cut(text, columns), columns);
}

/** The first `columns` cells of `text`, styles closed. A wide character that does not fit is left out. */
export function cut(text: string, columns: number): string {
  if (columns <= 0) return '';
  if (isAscii(text)) return text.slice(0, columns);
  return wrap(text, columns)[0] ?? '';
}

/** The last `columns` cells of a text without styles. */
export function lastCells(text: string, columns: number): string {
  let tail = text;
  while (textWidth(tail) > columns) tail = Array.from(tail).slice(1).join('');
  return tail;
}

/** `text` as rows of at most `columns` cells; each row opens and closes its own style. Always one row at least. */
export function wrap(text: string, columns: number): string[] {
  if (isAscii(text)) return wrapAscii(text, columns);
  const rows: string[] = [];
  let row = '';
  let used = 0;
  let style = '';
  const close = () => {
    rows.push(style === '' ? row : `${row}\x1b[0m`);
    row = style;
    used = 0;
  };
  for (const piece of text.split(styleSequence)) {
    if (piece.startsWith('\x1b')) {
      style = nextStyle(style, piece.slice(2, -1));
      row += piece;
      continue;
    }
    for (const { cell, width } of cells(piece)) {
      if (used + width > columns) close();
      if (width > columns) continue;
      row += cell;
      used += width;
    }
  }
  if (used > 0 || rows.length === 0) close();
  return rows;
}

/** Prose in rows of at most `columns` cells, broken at spaces if possible. */
export function wordWrap(text: string, columns: number): string[] {
  const rows: string[] = [];
  for (const line of text.split('\n')) {
    let row = '';
    for (const word of line.split(' ')) {
      const longer = row === '' ? word : `${row} ${word}`;
      if (textWidth(longer) <= columns) {
        row = longer;
        continue;
      }
      if (row !== '') rows.push(row);
      const parts = wrap(word, columns);
      rows.push(...parts.slice(0, -1));
      row = parts.at(-1) ?? '';
    }
    rows.push(row);
  }
  return rows;
}

function wrapAscii(text: string, columns: number): string[] {
  if (text.length <= columns) return [text];
  const rows: string[] = [];
  for (let at = 0; at < text.length; at += columns) rows.push(text.slice(at, at + columns));
  return rows;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function cells(text: string): readonly { readonly cell: string; readonly width: number }[] {
  if (isAscii(text)) return Array.from(text, (cell) => ({ cell, width: 1 }));
  return Array.from(graphemes.segment(text), ({ segment }) => ({
    cell: segment,
    width: stringWidth(segment),
  }));
}

// string-width takes 0.4 µs for an ASCII line and 15 µs for a Chinese one
const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);
