import type { OpenLine } from './open-line.ts';
import { nextStyle } from './sgr.ts';
import { nextControl, suspicious, unseen } from './unprintable.ts';

/** The state of the parser (ECMA-48, and Paul Williams' parser for DEC terminals). */
type Place = 'text' | 'escape' | 'intermediate' | 'csi' | 'string';

/** So many cursor moves mean that a program draws the screen; `clear` makes three. */
const movesOfScreen = 12;
const longestParameters = 256;
const longestString = 64 * 1024;

/** Carries out controls that move along a line or change its colours, and drops all others. */
export class ControlSequences {
  readonly #line: OpenLine;
  #place: Place;
  /** What stands between `ESC [` and the final character. */
  #parameters: string;
  #stringLength: number;
  #moves: number;

  constructor(line: OpenLine, from?: ControlSequences) {
    this.#line = line;
    this.#place = from ? from.#place : 'text';
    this.#parameters = from ? from.#parameters : '';
    this.#stringLength = from ? from.#stringLength : 0;
    this.#moves = from ? from.#moves : 0;
  }

  get idle(): boolean {
    return this.#place === 'text';
  }

  get screen(): boolean {
    return this.#moves >= movesOfScreen;
  }

  abort(): void {
    this.#place = 'text';
  }

  /** `piece` holds no line end and no half character. */
  take(piece: string): void {
    const text = suspicious.test(piece) ? piece.replace(unseen, '') : piece;
    let at = 0;
    while (at < text.length) at = this.#step(text, at);
  }

  /** Returns where the next step begins. */
  #step(text: string, at: number): number {
    switch (this.#place) {
      case 'text':
        return this.#plain(text, at);
      case 'escape':
        return this.#escape(text, at);
      case 'intermediate':
        return this.#intermediate(text, at);
      case 'csi':
        return this.#csi(text, at);
      case 'string':
        return this.#string(text, at);
      default:
        return this.#place satisfies never;
    }
  }

  #plain(text: string, at: number): number {
    nextControl.lastIndex = at;
    const end = nextControl.test(text) ? nextControl.lastIndex - 1 : text.length;
    if (end > at) this.#line.put(at === 0 && end === text.length ? text : text.slice(at, end));
    if (end < text.length) this.#control(text.charCodeAt(end));
    return end + 1;
  }

  #control(code: number): void {
    const line = this.#line;
    if (code === 0x0d) line.moveTo(0);
    else if (code === 0x08) line.moveTo(line.column - 1);
    else if (code === 0x09) line.moveTo(line.column - (line.column % 8) + 8);
    else if (code === 0x1b) this.#place = 'escape';
    else if (code === 0x9b) this.#beginCsi();
    else if (isStringC1(code)) this.#beginString();
  }

  #escape(text: string, at: number): number {
    const character = text.charAt(at);
    if (character === '[') this.#beginCsi();
    else if (']PX^_k'.includes(character)) this.#beginString();
    else if (character >= ' ' && character <= '/') this.#place = 'intermediate';
    else if (character >= '0' && character <= '~') this.#place = 'text';
    else return this.#textAgain(at);
    return at + 1;
  }

  #intermediate(text: string, at: number): number {
    const character = text.charAt(at);
    if (character < ' ' || character > '~') return this.#textAgain(at);
    if (character > '/') this.#place = 'text';
    return at + 1;
  }

  #csi(text: string, at: number): number {
    const limit = Math.min(text.length, at + longestParameters - this.#parameters.length);
    let end = at;
    while (end < limit && isParameter(text.charCodeAt(end))) end += 1;
    this.#parameters += text.slice(at, end);
    if (this.#parameters.length === longestParameters) return this.#textAgain(end);
    if (end === text.length) return end;
    const final = text.charAt(end);
    if (final < '@' || final > '~') return this.#textAgain(end);
    this.#place = 'text';
    this.#carryOut(final, this.#parameters);
    return end + 1;
  }

  /** Skips to BEL, ST, CAN or SUB; the ESC of an ST begins a sequence that does nothing. */
  #string(text: string, at: number): number {
    for (let i = at; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const ended = code === 0x07 || code === 0x9c || code === 0x18 || code === 0x1a;
      if (code === 0x1b) this.#place = 'escape';
      else if (ended || ++this.#stringLength > longestString) this.#place = 'text';
      if (this.#place !== 'string') return i + 1;
    }
    return text.length;
  }

  #beginCsi(): void {
    this.#place = 'csi';
    this.#parameters = '';
  }

  #beginString(): void {
    this.#place = 'string';
    this.#stringLength = 0;
  }

  #textAgain(at: number): number {
    this.#place = 'text';
    return at;
  }

  #carryOut(final: string, parameters: string): void {
    if (final === 'm') {
      if (/^[\d;:]*$/.test(parameters)) this.#line.style = nextStyle(this.#line.style, parameters);
    } else if (final === 'h' && /^\?(47|1047|1049)$/.test(parameters)) {
      this.#moves = movesOfScreen; // xterm's alternate screen
    } else if (/^[\d;]*$/.test(parameters)) {
      this.#edit(final, Number.parseInt(parameters, 10) || 0);
    }
  }

  #edit(final: string, value: number): void {
    const line = this.#line;
    const count = Math.min(1000, value || 1);
    if (final === 'K') this.#erase(value);
    else if (final === 'C') line.moveTo(line.column + count);
    else if (final === 'D') line.moveTo(line.column - count);
    else if (final === 'G') line.moveTo((value || 1) - 1);
    else if (final === 'P') line.remove(count);
    else if (final === 'X') line.blank(count);
    else if (final === '@') line.insert(count);
    else if ('ABHfJdr'.includes(final)) this.#moves += 1;
  }

  #erase(kind: number): void {
    if (kind === 0) this.#line.eraseToEnd();
    else if (kind === 1) this.#line.eraseToCursor();
    else if (kind === 2) this.#line.eraseAll();
  }
}

/** Parameters and intermediates; ISO 2022 and ECMA-48 columns 2 and 3. */
const isParameter = (code: number) => code >= 0x20 && code <= 0x3f;

/** DCS, SOS, OSC, PM, APC. */
const isStringC1 = (code: number) =>
  code === 0x90 || code === 0x98 || code === 0x9d || code === 0x9e || code === 0x9f;
