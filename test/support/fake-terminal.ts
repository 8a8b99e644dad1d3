import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import unicode11 from '@xterm/addon-unicode11';
import headless, { type IBufferCell } from '@xterm/headless';

/** A terminal in memory: what is written to `stdout` can be read as a screen, keys are typed into `stdin`. */
export class FakeTerminal {
  readonly xterm: InstanceType<typeof headless.Terminal>;
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: PassThrough & { isTTY: true; raw: boolean; setRawMode(on: boolean): unknown };
  /** Everything written, for what a screen does not show (modes). */
  written = '';

  constructor(columns = 80, rows = 24) {
    this.xterm = new headless.Terminal({
      cols: columns,
      rows,
      allowProposedApi: true,
      scrollback: 0,
    });
    this.xterm.loadAddon(new unicode11.Unicode11Addon());
    this.xterm.unicode.activeVersion = '11';
    this.stdout = fakeOutput(this, columns, rows);
    this.stdin = fakeInput();
  }

  resize(columns: number, rows: number): void {
    this.xterm.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit('resize');
  }

  /** Bytes as a keyboard sends them. */
  send(bytes: string): void {
    this.stdin.write(bytes);
  }

  /** The screen as text, without the spaces at the ends of its rows. */
  text(): string {
    return this.rows().join('\n');
  }

  rows(): string[] {
    return Array.from({ length: this.xterm.rows }, (_, y) => this.row(y));
  }

  row(y: number): string {
    const buffer = this.xterm.buffer.active;
    return buffer.getLine(buffer.viewportY + y)?.translateToString(true) ?? '';
  }

  /** One cell, for its colours. */
  cell(x: number, y: number): IBufferCell | undefined {
    const buffer = this.xterm.buffer.active;
    return buffer.getLine(buffer.viewportY + y)?.getCell(x);
  }

  cursor(): { x: number; y: number } {
    const { cursorX: x, cursorY: y } = this.xterm.buffer.active;
    return { x, y };
  }

  /** Until all that was written is on the screen. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.xterm.write('', resolve));
  }
}

function fakeOutput(terminal: FakeTerminal, columns: number, rows: number): NodeJS.WriteStream {
  const output = Object.assign(new EventEmitter(), {
    isTTY: true,
    writable: true,
    columns,
    rows,
    write(chunk: string | Uint8Array, encoding?: unknown, done?: unknown) {
      terminal.written += String(chunk);
      // a terminal's line discipline: a line feed also goes back to the first column
      terminal.xterm.write(String(chunk).replaceAll(/\r?\n/g, '\r\n'));
      for (const callback of [encoding, done]) if (typeof callback === 'function') callback();
      return true;
    },
    getColorDepth: () => 8,
    hasColors: () => true,
  });
  return output as unknown as NodeJS.WriteStream;
}

function fakeInput(): FakeTerminal['stdin'] {
  const input = Object.assign(new PassThrough(), {
    isTTY: true as const,
    raw: false,
    setRawMode(on: boolean) {
      input.raw = on;
      return input;
    },
    ref: () => input,
    unref: () => input,
  });
  return input;
}
