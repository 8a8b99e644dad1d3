import { ControlSequences } from './control-sequences.ts';
import { longestLine, OpenLine } from './open-line.ts';
import { suspicious } from './unprintable.ts';
import { Utf8Chunks } from './utf8-chunks.ts';

/**
 * What one host writes to one stream, as lines that a terminal may be shown: printable text and colours
 * (`ESC [ … m`, each line closing its own), and nothing else, however the bytes are cut into pieces. What
 * moves along the line (CR, BS, TAB, CSI K C D G P X @) is carried out, so that a progress bar shows its last
 * state; every other control sequence, bidi overrides and what terminals disagree on the width of are left out.
 */
export class LineAssembler {
  readonly #deliver: (line: string) => void;
  readonly #bytes: Utf8Chunks;
  readonly #line: OpenLine;
  readonly #sequences: ControlSequences;

  /** `deliver` is given each line as it ends; `from` is where another one stands. */
  constructor(deliver: (line: string) => void, from?: LineAssembler) {
    this.#deliver = deliver;
    this.#bytes = from ? from.#bytes.copy() : new Utf8Chunks();
    this.#line = from ? from.#line.copy(deliver) : new OpenLine(deliver);
    this.#sequences = new ControlSequences(this.#line, from ? from.#sequences : undefined);
  }

  /** The line that has no end yet; may be empty. */
  get open(): string {
    return this.#line.text;
  }

  /** It moves its cursor over the whole screen: it wants a real terminal. */
  get screen(): boolean {
    return this.#sequences.screen;
  }

  write(bytes: Uint8Array): void {
    this.#take(this.#bytes.decode(bytes));
  }

  /** No more will come: a line without an end becomes a line. */
  end(): void {
    this.#take(this.#bytes.end());
    this.#sequences.abort();
    if (this.#line.text !== '') this.#line.finish();
  }

  #take(text: string): void {
    const clean = !suspicious.test(text);
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      this.#wholeLine(text.slice(from, end), clean);
      from = end + 1;
    }
    if (from < text.length) this.#sequences.take(text.slice(from));
  }

  #wholeLine(text: string, clean: boolean): void {
    if (this.#line.untouched && this.#sequences.idle && text.length <= longestLine) {
      const line = !clean && text.endsWith('\r') ? text.slice(0, -1) : text;
      if (clean || !suspicious.test(line)) {
        this.#deliver(line);
        return;
      }
    }
    this.#sequences.take(text);
    // A line end ends any sequence, so that an open one cannot hide the lines behind it.
    this.#sequences.abort();
    this.#line.finish();
  }
}
