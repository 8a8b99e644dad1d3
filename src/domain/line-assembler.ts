import { ControlSequences } from './control-sequences.ts';
import { longestLine, OpenLine } from './open-line.ts';
import { suspicious } from './unprintable.ts';
import { Utf8Chunks } from './utf8-chunks.ts';

/** Whole lines of printable ASCII, each with its end; the bytes are those of the text. */
export type DeliverLines = (lines: string, bytes: Uint8Array) => void;

/**
 * What one host writes to one stream, as lines that a terminal may be shown: printable text and colours
 * (`ESC [ … m`, each line closing its own), and nothing else, however the bytes are cut into pieces. What
 * moves along the line (CR, BS, TAB, CSI K C D G P X @) is carried out, so that a progress bar shows its last
 * state; every other control sequence, bidi overrides and what terminals disagree on the width of are left out.
 */
export class LineAssembler {
  readonly #deliver: (line: string) => void;
  readonly #deliverLines: DeliverLines | undefined;
  readonly #bytes: Utf8Chunks;
  readonly #line: OpenLine;
  readonly #sequences: ControlSequences;

  /** `deliver` is given each line as it ends, but those that `deliverLines` is given; `from` is where another one stands. */
  constructor(deliver: (line: string) => void, from?: LineAssembler, deliverLines?: DeliverLines) {
    this.#deliver = deliver;
    this.#deliverLines = deliverLines;
    this.#bytes = from ? from.#bytes.copy() : new Utf8Chunks();
    this.#line = from ? from.#line.copy(deliver) : new OpenLine(deliver);
    this.#sequences = new ControlSequences(this.#line, from ? from.#sequences : undefined);
  }

  /** The line without an end so far; may be empty. */
  get open(): string {
    return this.#line.text;
  }

  /** Whether it moves the cursor over the whole screen: it wants a real terminal. */
  get screen(): boolean {
    return this.#sequences.screen;
  }

  write(bytes: Uint8Array): void {
    const text = this.#bytes.decode(bytes);
    if (!this.#deliverLines || text.length !== bytes.length || !isPlain(text)) {
      this.#take(text);
      return;
    }
    const from = this.#isAtStart ? 0 : text.indexOf('\n') + 1;
    this.#take(text.slice(0, from));
    const to = this.#isAtStart ? text.lastIndexOf('\n') + 1 : from;
    const lines = text.slice(from, to);
    if (hasLongLine(lines)) this.#take(lines);
    else if (to > from) this.#deliverLines(lines, bytes.subarray(from, to));
    this.#take(text.slice(to));
  }

  /** Nothing more will come: an unfinished line becomes a line. */
  end(): void {
    this.#take(this.#bytes.end());
    this.#sequences.abort();
    if (this.#line.text !== '') this.#line.finish();
  }

  get #isAtStart(): boolean {
    return this.#line.untouched && this.#sequences.idle;
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
    if (this.#isAtStart && text.length <= longestLine) {
      const line = !clean && text.endsWith('\r') ? text.slice(0, -1) : text;
      if (clean || !suspicious.test(line)) {
        this.#deliver(line);
        return;
      }
    }
    this.#sequences.take(text);
    // A line end also ends any control sequence, so that an unfinished one cannot hide the lines after it.
    this.#sequences.abort();
    this.#line.finish();
  }
}

const isPlain = (text: string): boolean => !/[^\n -~]/.test(text);

function hasLongLine(lines: string): boolean {
  if (lines.length <= longestLine) return false;
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf('\n', from);
    if (end - from > longestLine) return true;
    from = end + 1;
  }
  return false;
}
