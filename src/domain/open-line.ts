import { widthOf } from './cell-width.ts';
import { LineCells } from './line-cells.ts';
import { resetStyle, type Style } from './sgr.ts';

/** Longer lines are broken after so many characters. */
export const longestLine = 16_384;

/** Width of the terminal in which a line can be overwritten; what is beyond has wrapped, and cannot be reached. */
const widestDrawn = 2048;

/** The line without an end so far, and its cursor. Text for it must be printable. */
export class OpenLine {
  readonly #deliver: (line: string) => void;
  /** The current style; it lasts beyond the end of a line. */
  style: Style = '';
  /** The line so far, as long as nothing was overwritten. */
  #text = '';
  /** Columns of `#text`, and the style that is open at its end. */
  #width = 0;
  #openStyle: Style = '';
  /** The line so far, once something was overwritten. */
  #cells: LineCells | undefined;
  #column = 0;

  constructor(deliver: (line: string) => void) {
    this.#deliver = deliver;
  }

  get text(): string {
    if (this.#cells) return this.#cells.text(2 * longestLine);
    return this.#openStyle === '' ? this.#text : this.#text + resetStyle;
  }

  /** Whether nothing was put since the last line ended, so that a text put now would be the whole line. */
  get untouched(): boolean {
    return this.#text === '' && this.#column === 0 && this.style === '' && !this.#cells;
  }

  get column(): number {
    return this.#column;
  }

  put(text: string): void {
    if (this.#column < this.#end) this.#drawOver(text);
    else if (this.#cells) this.#drawOver(text);
    else this.#append(text);
  }

  finish(): void {
    const { text } = this;
    this.#clear();
    this.#column = 0;
    this.#deliver(text);
  }

  moveTo(column: number): void {
    const last = Math.max(this.#end, widestDrawn - 1);
    this.#column = Math.max(0, Math.min(last, column));
  }

  eraseToEnd(): void {
    if (this.#column === 0) this.#clear();
    else if (this.#column < this.#end) this.#asCells().cut(this.#column);
  }

  eraseToCursor(): void {
    if (this.#column >= this.#end) this.#clear();
    else this.#asCells().blank(0, this.#column + 1);
  }

  eraseAll(): void {
    this.#clear();
  }

  blank(count: number): void {
    if (this.#column < this.#end) this.#asCells().blank(this.#column, this.#column + count);
  }

  remove(count: number): void {
    if (this.#column < this.#end) this.#asCells().remove(this.#column, count);
  }

  insert(count: number): void {
    if (this.#column < this.#end) this.#asCells().insert(this.#column, count, widestDrawn);
  }

  /** A copy that continues independently. */
  copy(deliver: (line: string) => void): OpenLine {
    const copy = new OpenLine(deliver);
    copy.style = this.style;
    copy.#text = apart(this.#text);
    copy.#width = this.#width;
    copy.#openStyle = this.#openStyle;
    copy.#cells = this.#cells?.copy();
    copy.#column = this.#column;
    return copy;
  }

  get #end(): number {
    return this.#cells?.length ?? this.#width;
  }

  #append(text: string): void {
    if (this.#column > this.#width) this.#add(' '.repeat(this.#column - this.#width), '');
    this.#add(text, this.style);
    this.#column = this.#width;
  }

  #add(text: string, style: Style): void {
    let rest = text;
    for (;;) {
      const opening = style === this.#openStyle ? '' : closing(this.#openStyle) + style;
      const room = longestLine - this.#text.length - opening.length;
      const fitting = rest.length <= room ? rest : wholeCharacters(rest, room);
      if (fitting !== '') {
        this.#text += opening + fitting;
        this.#openStyle = style;
        this.#width += widthOf(fitting);
      }
      if (fitting === rest) return;
      rest = rest.slice(fitting.length);
      this.finish();
    }
  }

  #drawOver(text: string): void {
    const cells = this.#asCells();
    let done = 0;
    for (const character of text) {
      if (this.#column >= widestDrawn) {
        this.finish();
        this.#append(text.slice(done));
        return;
      }
      this.#column = cells.put(this.#column, character, this.style);
      done += character.length;
    }
  }

  #asCells(): LineCells {
    if (!this.#cells && this.#width > widestDrawn) this.#wrap();
    this.#cells ??= LineCells.of(this.#text);
    return this.#cells;
  }

  /** What is wider than the terminal has moved to the rows above; the cursor is in an empty row. */
  #wrap(): void {
    const column = Math.min(this.#column, widestDrawn - 1);
    this.finish();
    this.#column = column;
  }

  #clear(): void {
    this.#text = '';
    this.#width = 0;
    this.#openStyle = '';
    this.#cells = undefined;
  }
}

const closing = (style: Style) => (style === '' ? '' : resetStyle);

/** At most `room` characters of `text`, without half of a surrogate pair. */
function wholeCharacters(text: string, room: number): string {
  if (room <= 0) return '';
  const last = text.charCodeAt(room - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? room - 1 : room);
}

/** A copy of the text: a substring would keep the whole string in memory. */
const apart = (text: string): string => decoder.decode(encoder.encode(text));
const encoder = new TextEncoder();
// a mark at the beginning is a character like others
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
