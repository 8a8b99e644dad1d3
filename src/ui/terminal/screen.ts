import { Unicode11Addon } from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import type { TerminalSize } from '../../domain/terminal.ts';
import { keysFor } from './keys.ts';
import type { TerminalPicture } from './picture.ts';
import { terminalRow } from './rows.ts';

export interface TerminalScreenOptions {
  readonly size: TerminalSize;
  /** Bytes for the program: keys, and the terminal's answers to its questions. */
  send(bytes: Uint8Array): void;
  /** Called when it looks different. */
  drawn(): void;
}

/** Lines of scrollback for the program's main screen; ours is the alternate screen. */
const scrollback = 1000;

/** The terminal that a remote program believes it has. */
export class TerminalScreen implements TerminalPicture {
  readonly #terminal: xterm.Terminal;
  readonly #options: TerminalScreenOptions;
  #cursorShown = true;

  constructor(options: TerminalScreenOptions) {
    this.#options = options;
    const { columns, rows } = options.size;
    const terminal = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback,
      allowProposedApi: true,
    });
    this.#terminal = terminal;
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = '11'; // the default, 6, counts an emoji as one cell
    terminal.onData((answer) => options.send(Buffer.from(answer)));
    // xterm's `modes` do not report DECTCEM.
    for (const final of ['h', 'l']) {
      terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
        if (modes.includes(25)) this.#cursorShown = final === 'h';
        return false;
      });
    }
  }

  get size(): TerminalSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** `taken` is called when the bytes are on the screen: only then may more come. */
  write(bytes: Uint8Array, taken: () => void): void {
    this.#terminal.write(bytes, () => {
      taken();
      this.#options.drawn();
    });
  }

  /** Takes the raw bytes of the operator's keys. */
  type(bytes: Buffer): void {
    const keys = keysFor(bytes, this.#terminal.modes);
    if (keys.length > 0) this.#options.send(keys);
  }

  resize({ columns, rows }: TerminalSize): void {
    this.#terminal.resize(columns, rows);
  }

  rows(): string[] {
    const { active } = this.#terminal.buffer;
    const cell = active.getNullCell();
    const { cols, rows } = this.#terminal;
    return Array.from({ length: rows }, (_, y) =>
      terminalRow(active.getLine(active.baseY + y), cols, cell),
    );
  }

  cursor(): { readonly x: number; readonly y: number } | undefined {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    const x = Math.min(cursorX, this.#terminal.cols - 1);
    return this.#cursorShown ? { x, y: cursorY } : undefined;
  }

  dispose(): void {
    this.#terminal.dispose();
  }
}
