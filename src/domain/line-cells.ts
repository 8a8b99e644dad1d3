import { characterWidth } from './cell-width.ts';
import { resetStyle, type Style } from './sgr.ts';

/** The cells of a line that is being overwritten, as by a progress bar. A wide character's second cell is empty. */
export class LineCells {
  #characters: string[] = [];
  #styles: Style[] = [];

  /** From a text of printable characters and styles. */
  static of(text: string): LineCells {
    const cells = new LineCells();
    let style: Style = '';
    let column = 0;
    for (const part of text.split(/(\x1b\[[\d;]*m)/)) {
      if (part.startsWith('\x1b')) style = part === resetStyle ? '' : part;
      else for (const character of part) column = cells.put(column, character, style);
    }
    return cells;
  }

  get length(): number {
    return this.#characters.length;
  }

  /** Returns the column after it. */
  put(column: number, character: string, style: Style): number {
    const width = characterWidth(character);
    if (width === 0) {
      this.#join(column, character);
      return column;
    }
    this.#fill(column);
    this.#set(column, character, style);
    if (width === 2) this.#set(column + 1, '', style);
    return column + width;
  }

  cut(column: number): void {
    this.#characters.length = Math.min(this.#characters.length, column);
    this.#styles.length = this.#characters.length;
  }

  blank(from: number, to: number): void {
    const end = Math.min(to, this.#characters.length);
    if (from >= end) return;
    this.#set(from, ' ', '');
    this.#set(end - 1, ' ', '');
    this.#characters.fill(' ', from, end);
    this.#styles.fill('', from, end);
  }

  remove(column: number, count: number): void {
    this.#characters.splice(column, count);
    this.#styles.splice(column, count);
  }

  /** Inserts blanks before `column`; what is pushed beyond `longest` is lost. */
  insert(column: number, count: number, longest: number): void {
    const blanks = Math.min(count, longest - column);
    this.cut(longest - blanks);
    this.#characters.splice(column, 0, ...Array<string>(blanks).fill(' '));
    this.#styles.splice(column, 0, ...Array<Style>(blanks).fill(''));
  }

  /** The text, each style closed; without styles if they would make it longer than `longest` characters. */
  text(longest: number): string {
    let text = '';
    let open: Style = '';
    for (const [column, character] of this.#characters.entries()) {
      const style = this.#styles[column] ?? '';
      if (style !== open && character !== '') {
        text += open === '' ? style : resetStyle + style;
        open = style;
      }
      text += character;
    }
    if (text.length > longest) return this.#characters.join('');
    return open === '' ? text : text + resetStyle;
  }

  copy(): LineCells {
    const copy = new LineCells();
    copy.#characters = [...this.#characters];
    copy.#styles = [...this.#styles];
    return copy;
  }

  #fill(column: number): void {
    while (this.#characters.length < column) {
      this.#characters.push(' ');
      this.#styles.push('');
    }
  }

  /** If half of a wide character is overwritten, its other half becomes blank. */
  #set(column: number, character: string, style: Style): void {
    if (this.#characters[column] === '' && column > 0) this.#characters[column - 1] = ' ';
    if (this.#characters[column + 1] === '') this.#characters[column + 1] = ' ';
    this.#characters[column] = character;
    this.#styles[column] = style;
  }

  /** Adds a combining mark to the character before it. */
  #join(column: number, mark: string): void {
    const at = this.#characters[column - 1] === '' ? column - 2 : column - 1;
    const before = this.#characters[at];
    if (before !== undefined && before.length < mostMarked) this.#characters[at] = before + mark;
  }
}

const mostMarked = 16;
